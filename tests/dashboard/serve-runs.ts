import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareByName } from '../../src/cli/compare-by-name.ts';
import { type Dashboard, startDashboard } from '../../src/dashboard/dashboard.ts';
import { createSimulatedRuntime } from '../../src/runtimes/simulated.ts';
import type { Engine } from '../../src/schedule/engine.ts';
import { type RunOutcome, runExperiment } from '../../src/schedule/run-experiment.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A dashboard over a folder's results, which starts the compiled command line. */
export function serve(folder: string): Promise<Dashboard> {
  const results = join(folder, 'results');
  const { signal } = new AbortController();
  return startDashboard({
    results,
    experiments: join(folder, 'experiments'),
    recipes: join(root, 'datasets'),
    cwd: folder,
    port: 0,
    command: { program: process.execPath, args: [join(root, 'dist/main.js')], cwd: folder },
    compare: (references, { allowed, rescore }) =>
      compareByName(references, { places: { cwd: folder, results }, allowed, rescore, signal }),
    intervalMs: 50,
  });
}

/** A run that decodes one batch for each step that it is allowed. */
export interface SteppedRun {
  /** Allows so many batches more. */
  allow(batches: number): void;
  outcome: Promise<RunOutcome>;
}

/** Runs an experiment with the simulated runtime, batch by batch, as a test allows. */
export function runStepped(folder: string, experiment: string): SteppedRun {
  const simulated = createSimulatedRuntime({ errorRate: () => 0.1 });
  const permits = { left: 0 };
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const go of woken) go();
  };
  const step = async (): Promise<void> => {
    while (permits.left === 0) await new Promise<void>((go) => waiting.push(go));
    permits.left -= 1;
  };
  const engine: Engine = {
    version: 'simulated 1',
    planWidth: async ({ cap }) => ({ width: Math.min(cap, 4), predictedBytes: 1, freeBytes: 1e9 }),
    runtime: {
      name: 'stepped',
      async load(request) {
        const model = await simulated.load(request);
        return {
          ...model,
          generate: async (requests) => {
            await step();
            return model.generate(requests);
          },
          countTokens: (requests) => model.countTokens(requests),
          [Symbol.asyncDispose]: async () => {},
        };
      },
    },
  };
  const outcome = runExperiment({
    experiment,
    results: join(folder, 'results'),
    again: false,
    engine,
    progress: { start: () => {}, advance: () => {}, finish: () => {}, note: () => {} },
    signal: new AbortController().signal,
    now: () => performance.now(),
  });
  return {
    outcome,
    allow: (batches) => {
      permits.left += batches;
      wake();
    },
  };
}
