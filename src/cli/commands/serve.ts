import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

const PORT = 7171;

export function addServeCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('serve')
    .description('show all runs in a browser on this machine, live, until it is interrupted')
    .option('--results <folder>', 'where run folders are kept', 'results')
    .option('--experiments <folder>', 'where the form writes experiments', 'experiments')
    .option('--port <number>', `port on 127.0.0.1; 0 takes any free one`, portOf, PORT);
  command.action(() => choose(command, serve));
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('a port is a whole number from 0 to 65535.');
}

async function serve({ cwd, options, signal, stderr }: CommandCall): Promise<CommandResult> {
  const [{ startDashboard }, { packageRoot }, { compareByName }] = await Promise.all([
    import('../../dashboard/dashboard.ts'),
    import('../../models/package-root.ts'),
    import('../compare-by-name.ts'),
  ]);
  const results = resolve(cwd, String(options.results));
  const dashboard = await startDashboard({
    results,
    experiments: resolve(cwd, String(options.experiments)),
    recipes: join(packageRoot(), 'datasets'),
    cwd,
    port: Number(options.port),
    command: { program: process.execPath, args: [fileURLToPath(new URL('../../main.js', import.meta.url))], cwd },
    compare: (references, { allowed, rescore }) =>
      compareByName(references, { places: { cwd, results }, allowed, rescore, signal }),
  });
  const { port, url } = dashboard;
  stderr.write(`${url}\nCtrl-C ends it. Runs that were started here go on.\n`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await dashboard[Symbol.asyncDispose]();
  return { exitCode: EXIT.done, document: { port, results }, text: '' };
}
