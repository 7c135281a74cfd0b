import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunSummary } from '../../src/compare/run-summary.ts';
import { openRunFolder } from '../../src/records/run-source.ts';
import { openRunDatabase } from '../../src/records/run-database.ts';
import { rebuildRun } from '../../src/cli/rebuild-run.ts';
import { renderTerminal } from '../../src/report/render-terminal.ts';
import { createSimulatedRuntime } from '../../src/runtimes/simulated.ts';
import type { Engine } from '../../src/schedule/engine.ts';
import { type RunOptions, type RunOutcome, runExperiment } from '../../src/schedule/run-experiment.ts';
import { writeExperiment } from '../support/experiment.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

let folder: ReturnType<typeof makeTemporaryFolder>;
beforeEach(() => {
  folder = makeTemporaryFolder();
});
afterEach(() => folder.remove());

/** Batches of 2, the width of the second pass, get `noise` of the fields wrong; Q8_0 gets a twentieth wrong. */
function engineOf(noise: number, onSecondPass: () => void = () => {}): Engine {
  const quiet = createSimulatedRuntime({ errorRate: (path) => (path.includes('Q8_0') ? 0.05 : 0) });
  const noisy = createSimulatedRuntime({ errorRate: () => noise });
  return {
    runtime: {
      ...quiet,
      load: (options) => {
        if (options.width !== 2) return quiet.load(options);
        onSecondPass();
        return noisy.load(options);
      },
    },
    version: 'simulated 1',
    planWidth: async ({ cap }) => ({ width: Math.min(cap, 8), predictedBytes: 1, freeBytes: 1e9 }),
  };
}

function run(options: Partial<RunOptions> & { noise?: number } = {}): Promise<RunOutcome> {
  return runExperiment({
    experiment: writeExperiment(folder.path),
    results: join(folder.path, 'results'),
    again: false,
    engine: engineOf(options.noise ?? 0),
    progress: { start: () => {}, advance: () => {}, finish: () => {}, note: () => {} },
    signal: new AbortController().signal,
    now: () => performance.now(),
    ...options,
  });
}

const linesOf = ({ folder: path }: RunOutcome): number =>
  readFileSync(join(path, 'records.jsonl'), 'utf8').trimEnd().split('\n').length;

test('--aa on a complete run adds the second pass to its journal and counts it nowhere else', async () => {
  const plain = await run();
  const measured = await run({ aa: true });
  expect(measured.folder).toBe(plain.folder);
  expect(linesOf(measured)).toBe(24 * 3);
  expect(measured.summary.noiseFloor).toMatchObject({
    baseline: 'F16',
    width: 4,
    againWidth: 2,
    floor: { value: 0, n: 24 },
  });
  expect(measured.summary.noiseFloor?.candidates[0]).toMatchObject({ candidate: 'Q8_0', insideNoise: false });
  // What the machine told is told of every sitting.
  const counted = ({ noiseFloor: _noise, wallSeconds: _wall, readings: _readings, ...rest }: RunSummary): object =>
    rest;
  expect(counted(measured.summary)).toEqual(counted(plain.summary));
  const source = await openRunFolder(measured.folder);
  expect(source.planned).toBe(48);
  using database = await openRunDatabase([measured.folder]);
  expect((await database.query('SELECT count(*) FROM records')).rows).toEqual([[48]]);
  const again = await run({ aa: true });
  expect(again.unchanged).toBe(true);
  expect(linesOf(again)).toBe(24 * 3);
});

test('what a candidate changes inside the noise is said on the terminal and warned about, also when rebuilt', async () => {
  const outcome = await run({ aa: true, noise: 0.3 });
  const { noiseFloor, comparisons } = outcome.summary;
  expect(noiseFloor?.floor.value).toBeGreaterThan(0.1);
  expect(noiseFloor?.candidates[0]?.insideNoise).toBe(true);
  expect(comparisons[0]?.warnings?.at(-1)).toContain('Q8_0 changes against F16 is inside the noise floor');
  expect(renderTerminal({ summary: outcome.summary, flips: [] }, { width: 100, color: false })).toContain(
    '* Noise floor: ',
  );
  const rebuilt = await rebuildRun(await openRunFolder(outcome.folder), new AbortController().signal);
  expect(rebuilt.summary.noiseFloor).toEqual(noiseFloor);
  expect(rebuilt.summary.comparisons).toEqual(comparisons);
});

test('an interrupted second pass is resumed: it ends as an uninterrupted one', async () => {
  const stop = new AbortController();
  const engine = engineOf(0.3, () => stop.abort());
  const cut = await run({ aa: true, engine, signal: stop.signal });
  expect(linesOf(cut)).toBeGreaterThanOrEqual(24 * 2);
  expect(cut.summary).toMatchObject({ status: 'interrupted', exitCode: 130 });
  const resumed = await run({ aa: true, noise: 0.3 });
  const whole = await run({ aa: true, noise: 0.3, results: join(folder.path, 'whole') });
  expect(resumed.summary.noiseFloor).toEqual(whole.summary.noiseFloor);
  expect(linesOf(resumed)).toBe(24 * 3);
});
