import { join } from 'node:path';
import { usageError } from '../../core/errors.ts';
import { hintNearest } from '../../core/nearest.ts';
import { countText } from '../../report/number-text.ts';
import { type RunRequest, writeRunRequest } from '../../records/run-control.ts';
import { findHolder } from '../../records/run-folder.ts';
import { loadDistances } from '../../schedule/distance-file.ts';
import type { DatasetShelf } from '../documents/dataset-shelf.ts';
import { AXES, type AxesOfDocuments, findFlips, type FlipChoice, loadFlips } from '../documents/find-flips.ts';
import { loadComparedDocument } from '../documents/load-document.ts';
import type { PagePictures } from '../documents/page-pictures.ts';
import type { ExperimentFiles } from '../drafts/experiment-files.ts';
import type { Launcher } from '../drafts/launcher.ts';
import { Channel } from '../live/channel.ts';
import { loadRunRows } from '../live/run-rows.ts';
import type { RunShelf } from '../live/run-shelf.ts';
import { loadRunSnapshot } from '../live/run-snapshot.ts';
import { LIVE_STATES, loadRunState, STATE_WORDS } from '../live/run-state.ts';
import { renderDocumentPage } from '../pages/document-page.ts';
import { renderFlipsPage } from '../pages/flips-page.ts';
import { pageOf } from '../pages/layout.ts';
import { makeLiveView } from '../pages/live-section.ts';
import { renderRunDocumentsPage } from '../pages/run-documents-page.ts';
import { renderRunPage } from '../pages/run-page.ts';
import { renderRunsPage } from '../pages/runs-page.ts';
import { loadAssets } from '../server/assets.ts';
import type { Reply } from '../server/reply.ts';
import type { Call, Router } from '../server/router.ts';

/** Where documents come from and what is remembered of them. */
export interface Sources {
  datasets: DatasetShelf;
  pictures: PagePictures;
  axes: AxesOfDocuments;
}

export interface RunRoutesInput {
  shelf: RunShelf;
  channels: Channels;
  sources: Sources;
  launcher: Launcher;
  files: ExperimentFiles;
}

/** The channels of a dashboard: one for the list of runs, one for each run that somebody watches. */
export class Channels {
  readonly runs: Channel;
  private readonly ofRun = new Map<string, Channel>();
  private readonly shelf: RunShelf;
  private readonly intervalMs: number;

  constructor(shelf: RunShelf, intervalMs: number) {
    this.shelf = shelf;
    this.intervalMs = intervalMs;
    this.runs = new Channel(async () => {
      const rows = await loadRunRows(shelf);
      return rows.map(({ runId, state, done }) => ({
        runId,
        state,
        words: STATE_WORDS[state],
        done,
        counted: countText(done),
      }));
    }, 2 * intervalMs);
  }

  run(id: string): Channel {
    const found =
      this.ofRun.get(id) ??
      new Channel(async () => makeLiveView(await loadRunSnapshot(this.shelf, id)), this.intervalMs);
    this.ofRun.set(id, found);
    return found;
  }

  close(): void {
    this.runs.close();
    for (const channel of this.ofRun.values()) channel.close();
  }
}

/** Runs: their list, their pages, their news, and what can be asked of them. */
export async function addRunRoutes(router: Router, input: RunRoutesInput): Promise<void> {
  const { shelf, channels } = input;
  const assets = await loadAssets();
  router
    .get('/assets/:name', ({ params }) => {
      const asset = assets.get(params.name ?? '');
      if (asset === undefined) throw usageError('ASSET_UNKNOWN', `there is no file ${params.name}`);
      return asset;
    })
    .get('/', async () => page(renderRunsPage(await loadRunRows(shelf), shelf.results)))
    .get('/api/runs/events', () => ({ kind: 'stream', begin: (response) => channels.runs.join(response) }))
    .get('/api/runs/:id/events', async ({ params }) => {
      const id = idOf(params);
      await shelf.folderOf(id);
      return { kind: 'stream', begin: (response) => channels.run(id).join(response) };
    })
    .get('/runs/:id', async ({ params }) => {
      const id = idOf(params);
      const [manifest, summary] = [await shelf.manifest(id), await shelf.summary(id)];
      const folder = await shelf.folderOf(id);
      const complete = (await loadRunState(folder, summary?.status ?? null)) === 'complete';
      const snapshot = complete ? null : await loadRunSnapshot(shelf, id);
      const distances = await loadDistances(folder);
      return page(await renderRunPage({ manifest, summary, snapshot, distances }));
    })
    .get('/runs/:id/flips', (call) => flipsPage(call, input))
    .get('/runs/:id/documents', async ({ params, query }) => {
      const index = await shelf.index(idOf(params));
      return page(renderRunDocumentsPage(index, { page: pageOf(query), order: query.get('order') ?? '' }));
    })
    .get('/runs/:id/documents/:document', (call) => documentPage(call, input));
  for (const request of ['pause', 'cancel'] as const)
    router.post(`/api/runs/:id/${request}`, ({ params }) => ask(shelf, idOf(params), request));
  router.post('/api/runs/:id/continue', ({ params }) => ask(shelf, idOf(params), null));
  router.post('/api/runs/:id/resume', ({ params }) => resume(idOf(params), input));
}

function page(html: string): Reply {
  return { kind: 'page', html };
}

function idOf(params: Record<string, string>): string {
  return params.id ?? '';
}

async function flipsPage({ params, query }: Call, { shelf, sources }: RunRoutesInput): Promise<Reply> {
  const id = idOf(params);
  const [manifest, summary] = [await shelf.manifest(id), await shelf.summary(id)];
  const comparisons = summary?.comparisons ?? [];
  const candidates = comparisons.map(({ candidate }) => candidate);
  const asked = query.get('candidate') ?? candidates[0];
  const comparison = comparisons.find(({ candidate }) => candidate === asked);
  if (comparison === undefined) {
    throw summary === null
      ? usageError('RUN_NO_RESULT', `run ${id} has no result yet`, 'wait for its end: flipped fields are found then')
      : usageError(
          'CANDIDATE_UNKNOWN',
          `run ${id} compares no "${asked ?? ''}"`,
          hintNearest(asked ?? '', candidates, 'choose a candidate'),
        );
  }
  const one = (name: string): string => query.get(name) ?? '';
  const choice: FlipChoice = {
    candidate: comparison.candidate,
    kind: one('kind'),
    field: one('field'),
    ...(Object.fromEntries(AXES.map((axis) => [axis, one(axis)])) as Record<(typeof AXES)[number], string>),
    page: pageOf(query),
  };
  const flips = await loadFlips(await shelf.folderOf(id), comparison.candidate);
  const dataset = (await sources.datasets.ofRun(manifest))?.dataset ?? null;
  const found = await findFlips(flips, choice, { dataset, axes: sources.axes });
  return page(renderFlipsPage({ manifest, comparison, comparisons, found, choice }));
}

async function documentPage({ params, query }: Call, { shelf, sources }: RunRoutesInput): Promise<Reply> {
  const index = await shelf.index(idOf(params));
  const { comparisons, variants } = index.manifest.spec;
  const first = comparisons[0]?.baseline ?? variants[0]?.id ?? '';
  const baseline = query.get('baseline') ?? first;
  const usual = comparisons.find((pair) => pair.baseline === baseline)?.candidate ?? null;
  const asked = query.get('candidate');
  const candidate = asked === null ? usual : asked === '' ? null : asked;
  const compared = await loadComparedDocument(index, { id: params.document ?? '', baseline, candidate }, sources);
  return page(renderDocumentPage(compared, query.get('field') ?? ''));
}

/** Asks the process that writes a run. Refused where there is none: nobody would answer. */
async function ask(shelf: RunShelf, id: string, request: RunRequest | null): Promise<Reply> {
  const folder = await shelf.folderOf(id);
  if ((await findHolder(folder)) === null)
    throw usageError('RUN_NOT_RUNNING', `run ${id} is not running`, 'resume it instead');
  await writeRunRequest(folder, request);
  return { kind: 'json', value: makeLiveView(await loadRunSnapshot(shelf, id)) };
}

async function resume(id: string, { shelf, files, launcher }: RunRoutesInput): Promise<Reply> {
  const { state } = await loadRunSnapshot(shelf, id);
  if (LIVE_STATES.includes(state)) throw usageError('RUN_RUNNING', `run ${id} is ${STATE_WORDS[state]} already`);
  const { spec } = await shelf.manifest(id);
  const file = await files.find(spec);
  if (file === null) {
    throw usageError(
      'RUN_NO_EXPERIMENT',
      `no file in ${files.folder} asks what this run asks`,
      'run the command again that began it: it resumes',
    );
  }
  return { kind: 'json', value: { launch: await launcher.start(file), folder: join(shelf.results, id) } };
}
