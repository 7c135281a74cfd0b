import { randomBytes } from 'node:crypto';
import { DatasetShelf } from './documents/dataset-shelf.ts';
import { AxesOfDocuments } from './documents/find-flips.ts';
import { PagePictures } from './documents/page-pictures.ts';
import { ExperimentFiles } from './drafts/experiment-files.ts';
import { type CommandLine, Launcher } from './drafts/launcher.ts';
import { RunShelf } from './live/run-shelf.ts';
import { renderProblemPage } from './pages/layout.ts';
import { addDatasetRoutes } from './routes/dataset-routes.ts';
import { addDraftRoutes } from './routes/draft-routes.ts';
import { type Compare, addLookRoutes } from './routes/look-routes.ts';
import { Channels, addRunRoutes } from './routes/run-routes.ts';
import { listen } from './server/listen.ts';
import { Router } from './server/router.ts';

export interface DashboardOptions {
  /** Where run folders are; need not be there yet. */
  results: string;
  /** Folder that the form writes experiments into. */
  experiments: string;
  /** Folder of dataset recipes. */
  recipes: string;
  /** The folder that paths are shown relative to; its folders may be datasets. */
  cwd: string;
  /** 0 takes any free one. */
  port: number;
  /** How runs and plans are started. */
  command: CommandLine;
  compare: Compare;
  /** How often a run that somebody watches is looked at. */
  intervalMs?: number;
}

/** A dashboard that answers. */
export interface Dashboard extends AsyncDisposable {
  port: number;
  /** What a request that changes anything must carry. */
  token: string;
  /** The address to open, with the token behind its `#`. */
  url: string;
}

const INTERVAL_MS = 1000;

/** Serves the runs of a folder on the loopback interface. Errors: exit 3 when the port is taken. */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { results, experiments, recipes, cwd, command, compare, intervalMs = INTERVAL_MS } = options;
  const token = randomBytes(24).toString('hex');
  const shelf = new RunShelf(results);
  const datasets = new DatasetShelf(recipes, [cwd, `${cwd}/datasets`]);
  const sources = { datasets, pictures: new PagePictures(), axes: new AxesOfDocuments() };
  const launcher = new Launcher(command, shelf);
  const files = new ExperimentFiles(experiments);
  const channels = new Channels(shelf, intervalMs);
  const router = new Router();
  await addRunRoutes(router, { shelf, channels, sources, launcher, files });
  addDatasetRoutes(router, { shelf, sources });
  addLookRoutes(router, { shelf, compare });
  addDraftRoutes(router, { launcher, files, recipes, cwd });
  const { server, port } = await listen({ router, port: options.port, token, renderProblem: renderProblemPage });
  return {
    port,
    token,
    url: `http://127.0.0.1:${port}/#token=${token}`,
    async [Symbol.asyncDispose]() {
      channels.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
