import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/compare/run-summary.ts';
import type { TrialRecord } from '../../src/records/record.ts';
import { createSimulatedRuntime, type SimulatedOptions } from '../../src/runtimes/simulated.ts';
import type { Engine } from '../../src/schedule/engine.ts';
import { type RunOutcome, runExperiment } from '../../src/schedule/run-experiment.ts';
import { writeExperiment } from '../support/experiment.ts';
import { simulatedEngine } from '../support/simulated-engine.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const silent = { start: () => {}, advance: () => {}, finish: () => {}, note: () => {} };
let folder: ReturnType<typeof makeTemporaryFolder>;
beforeEach(() => {
  folder = makeTemporaryFolder();
});
afterEach(() => folder.remove());

function engineOf(options: SimulatedOptions = {}, width = 8): Engine {
  return simulatedEngine(
    createSimulatedRuntime({ errorRate: (path) => (path.includes('Q8_0') ? 0.2 : 0.05), ...options }),
    width,
  );
}

function run(engine: Engine, options: Partial<Parameters<typeof runExperiment>[0]> = {}): Promise<RunOutcome> {
  return runExperiment({
    experiment: join(folder.path, 'small.yaml'),
    results: join(folder.path, 'results'),
    again: false,
    engine,
    progress: silent,
    signal: new AbortController().signal,
    now: () => performance.now(),
    ...options,
  });
}

const journalOf = (outcome: RunOutcome): TrialRecord[] =>
  readFileSync(join(outcome.folder, 'records.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TrialRecord);

/** What a summary says of accuracy; time, memory and place differ between any two runs. */
const numbersOf = ({ variants, comparisons, slices }: RunSummary) => ({
  comparisons,
  slices,
  variants: variants.map(
    ({ documentsPerSecond: _rate, outputTokensPerSecond: _tokens, batch: _batch, timing: _timing, ...rest }) => rest,
  ),
});

describe('runExperiment', () => {
  test('measures every variant on every document once, and a second call measures nothing', async () => {
    writeExperiment(folder.path);
    const first = await run(engineOf());
    expect(first.summary.status).toBe('complete');
    expect(first.unchanged).toBe(false);
    const keys = journalOf(first).map(({ key }) => key);
    expect(keys).toHaveLength(48);
    expect(new Set(keys).size).toBe(48);
    const second = await run(engineOf({ faults: [{ cohort: 1, kind: 'die' }] }));
    expect(second.unchanged).toBe(true);
    expect(second.summary.comparisons).toEqual(first.summary.comparisons);
    expect(journalOf(second)).toHaveLength(48);
  });

  test('--again makes another run beside a complete one, with the same estimates', async () => {
    writeExperiment(folder.path);
    const first = await run(engineOf());
    const again = await run(engineOf(), { again: true });
    expect(again.folder).toBe(`${first.folder}-2`);
    expect(numbersOf(again.summary)).toEqual(numbersOf(first.summary));
  });

  test.each([1, 2, 3, 5])(
    'interrupted after cohort %i and resumed, it equals an uninterrupted run',
    async (cohorts) => {
      writeExperiment(folder.path, { documents: 40 });
      const whole = await run(engineOf(), { results: join(folder.path, 'whole') });
      const stop = new AbortController();
      let done = 0;
      const progress = {
        ...silent,
        advance: () => {
          done += 1;
          if (done === cohorts) stop.abort();
        },
      };
      const cut = await run(engineOf({ latencyMs: 5 }), { signal: stop.signal, progress });
      expect(cut.summary.status).toBe('interrupted');
      expect(cut.summary.exitCode).toBe(130);
      expect(journalOf(cut).length).toBeLessThan(80);
      const resumed = await run(engineOf());
      expect(resumed.folder).toBe(cut.folder);
      expect(resumed.summary.status).toBe('complete');
      expect(numbersOf(resumed.summary)).toEqual(numbersOf(whole.summary));
      const keys = journalOf(resumed).map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).toHaveLength(80);
    },
  );

  test('a worker that dies or hangs is replaced and its cohort runs again', async () => {
    writeExperiment(folder.path);
    const whole = await run(engineOf(), { results: join(folder.path, 'whole') });
    const hurt = await run(
      engineOf({
        faults: [
          { cohort: 2, kind: 'die' },
          { cohort: 5, kind: 'hang' },
        ],
      }),
    );
    expect(numbersOf(hurt.summary)).toEqual(numbersOf(whole.summary));
    expect(readFileSync(join(hurt.folder, 'events.jsonl'), 'utf8').match(/worker-lost/g)).toHaveLength(2);
  });

  test('when memory runs out every variant starts anew in narrower batches, and nothing wide is counted', async () => {
    writeExperiment(folder.path);
    const narrow = await run(engineOf({ faults: [{ cohort: 4, kind: 'outOfMemory' }] }));
    expect(narrow.summary.status).toBe('complete');
    expect(narrow.summary.variants.map(({ batch }) => batch.width)).toEqual([3, 3]);
    expect(narrow.summary.variants.map(({ documents }) => documents)).toEqual([24, 24]);
    expect(readFileSync(join(narrow.folder, 'events.jsonl'), 'utf8')).toContain(
      '"kind":"width-narrowed","from":4,"to":3',
    );
    const whole = await run(engineOf({}, 3), { results: join(folder.path, 'whole') });
    expect(numbersOf(narrow.summary)).toEqual(numbersOf(whole.summary));
  });

  test('documents that take every worker down count as failed, with 0 for every field', async () => {
    writeExperiment(folder.path, { documents: 8, quantizations: ['F16'] });
    const faults = [1, 2, 3, 4, 5, 6, 7, 8].map((cohort) => ({ cohort, kind: 'die' as const }));
    const outcome = await run(engineOf({ faults }, 8));
    const [variant] = outcome.summary.variants;
    expect(outcome.summary.status).toBe('complete');
    expect(variant?.documents).toBe(8);
    expect(variant?.failures).toBeGreaterThan(0);
    for (const record of journalOf(outcome)) {
      if (record.kind === 'failed')
        expect(record).toMatchObject({ stage: 'infer', score: { fieldAccuracy: 0, exact: false } });
    }
  });

  test('answers cut off at maxTokens are scored, not dropped', async () => {
    writeExperiment(folder.path, { sampling: { maxTokens: 20 } });
    const { summary } = await run(engineOf());
    expect(summary.variants[0]?.documents).toBe(24);
    expect(summary.variants[0]?.validity.truncated).toBe(1);
    expect(summary.variants[0]?.fieldAccuracy.value).toBeLessThan(0.3);
  });

  test('a margin that so few documents cannot certify warns first and ends in TOO_FEW', async () => {
    writeExperiment(folder.path);
    const notes: string[] = [];
    const { summary } = await run(engineOf(), { progress: { ...silent, note: (line) => notes.push(line) } });
    expect(notes.some((note) => note.includes('at least 149'))).toBe(true);
    expect(summary.comparisons[0]?.verdict).toBe('TOO_FEW');
  });

  test('another margin, prompt or document count is another run; another question text is not', async () => {
    const folderOf = async (change: Record<string, unknown>): Promise<string> => {
      writeExperiment(folder.path, { documents: 4, quantizations: ['F16'], ...change });
      return (await run(engineOf())).folder;
    };
    const base = await folderOf({});
    expect(await folderOf({ question: 'Asked in other words?' })).toBe(base);
    expect(await folderOf({ documents: 5 })).not.toBe(base);
    expect(await folderOf({ prompt: 'ask-copy' })).not.toBe(base);
  });

  test('two processes never write one run', async () => {
    writeExperiment(folder.path);
    const slow = run(engineOf({ latencyMs: 50 }));
    while (!existsSync(join(folder.path, 'results'))) await new Promise((next) => setTimeout(next, 5));
    await new Promise((next) => setTimeout(next, 20));
    await expect(run(engineOf())).rejects.toMatchObject({ code: 'RUN_LOCKED', exitCode: 2 });
    expect((await slow).summary.status).toBe('complete');
  });
});
