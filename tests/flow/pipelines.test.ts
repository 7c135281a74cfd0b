import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TrialRecord } from '../../src/records/record.ts';
import { createSimulatedRuntime, type SimulatedOptions } from '../../src/runtimes/simulated.ts';
import { type RunOutcome, runExperiment } from '../../src/schedule/run-experiment.ts';
import { writeExperiment } from '../support/experiment.ts';
import { simulatedEngine } from '../support/simulated-engine.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

// Reading and quantizing take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const silent = { start: () => {}, advance: () => {}, finish: () => {}, note: () => {} };
let folder: ReturnType<typeof makeTemporaryFolder>;
beforeEach(() => {
  folder = makeTemporaryFolder();
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

function run(
  options: SimulatedOptions = {},
  more: Partial<Parameters<typeof runExperiment>[0]> = {},
): Promise<RunOutcome> {
  return runExperiment({
    experiment: join(folder.path, 'small.yaml'),
    results: join(folder.path, 'results'),
    again: false,
    engine: simulatedEngine(
      createSimulatedRuntime({ errorRate: (path) => (path.includes('Q8_0') ? 0.3 : 0.1), ...options }),
      4,
    ),
    progress: silent,
    signal: new AbortController().signal,
    now: () => performance.now(),
    ...more,
  });
}

const journalOf = ({ folder: path }: RunOutcome): TrialRecord[] =>
  readFileSync(join(path, 'records.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TrialRecord);

const PIPELINES = ['text', 'one-field-per-call', 'reason-then-extract', 'extract-verify-repair', 'ensemble-vote'];
const sweep = (pipelines: unknown[]): Record<string, unknown> => ({
  documents: 10,
  quantization: 'F16',
  pipeline: undefined,
  baseline: { pipeline: 'text' },
  variants: { pipeline: pipelines },
});

describe('a run over pipelines', () => {
  test('leaves one record per trial, with every call of those that asked several', async () => {
    writeExperiment(folder.path, sweep(PIPELINES));
    const outcome = await run();
    const records = journalOf(outcome);
    expect(outcome.summary.status).toBe('complete');
    expect(records).toHaveLength(50);
    const callsOf = (variant: string): number[] =>
      records.filter((record) => record.variant === variant).map(({ calls }) => calls?.length ?? 1);
    expect(new Set(callsOf('text'))).toEqual(new Set([1]));
    expect(Math.min(...callsOf('one-field-per-call'))).toBeGreaterThan(5);
    expect(new Set(callsOf('reason-then-extract'))).toEqual(new Set([2]));
    expect(new Set(callsOf('ensemble-vote'))).toEqual(new Set([3]));
    for (const { id, timing } of outcome.summary.variants)
      expect(timing?.stages, id).toMatchObject(
        Object.fromEntries(
          ['load', 'prompt', 'infer', 'parse', 'normalise', 'score'].map((stage) => [stage, { level: 0.95 }]),
        ),
      );
    for (const record of records) {
      if (record.kind === 'failed' || record.calls === undefined) continue;
      expect(record.promptTokens).toBe(record.calls.reduce((sum, { promptTokens }) => sum + promptTokens, 0));
      expect(record.totalMs).toBeGreaterThanOrEqual(record.firstTokenMs);
      const reasoning = record.calls.find(({ purpose }) => purpose.endsWith(': reasoning'));
      expect(record.reasoningTokens).toBe(reasoning?.outputTokens);
    }
  });

  test.each([
    [2, 0],
    [5, 0],
    [9, 0],
    // A worker that is late leaves cohorts to the others, and what it has not begun when the run is stopped to the next sitting.
    [5, 300],
  ])(
    'interrupted after cohort %i and resumed, it equals an uninterrupted run (%i ms late)',
    async (cohorts, lateMs) => {
      writeExperiment(folder.path, sweep(PIPELINES));
      const whole = await run({}, { results: join(folder.path, 'whole') });
      const stop = new AbortController();
      let calls = 0;
      let loads = 0;
      const engine = createSimulatedRuntime({ errorRate: (path) => (path.includes('Q8_0') ? 0.3 : 0.1) });
      await run(
        {},
        {
          signal: stop.signal,
          engine: {
            version: 'simulated 1',
            planWidth: async ({ cap }) => ({ width: Math.min(cap, 4), predictedBytes: 1, freeBytes: 1e9 }),
            runtime: {
              name: 'counting',
              load: async (request) => {
                loads += 1;
                if (loads % 2 === 0) await sleep(lateMs);
                const model = await engine.load(request);
                return {
                  ...model,
                  description: model.description,
                  generate: async (requests) => {
                    calls += 1;
                    if (calls > cohorts) stop.abort();
                    return await model.generate(requests);
                  },
                };
              },
            },
          },
        },
      );
      const resumed = await run();
      // Which cohorts were the first of their worker is a fact of the sitting, as times are: the others decide no result.
      const plain = (outcome: RunOutcome): Record<string, unknown> =>
        Object.fromEntries(
          journalOf(outcome).map((record) => [
            `${record.variant} ${record.document}`,
            { ...record, warmup: undefined, stageMs: undefined },
          ]),
        );
      expect(resumed.summary.status).toBe('complete');
      expect(journalOf(resumed)).toHaveLength(50);
      expect(plain(resumed)).toEqual(plain(whole));
    },
  );

  test('a prompt of more than 80 % of the model context is read in parts, and the run says so', async () => {
    const path = join(folder.path, 'long');
    mkdirSync(join(path, 'documents'), { recursive: true });
    const truth = {
      split: 'test',
      tier: 'T1',
      layout: 'own',
      locale: 'en-GB',
      currency: 'EUR',
      generator: 'hand',
      fields: { invoiceNumber: { value: 'RE-1', printed: 'RE-1', state: 'present' } },
    };
    const lines = ['short', 'long'].map((id) => JSON.stringify({ id, ...truth }));
    writeFileSync(join(path, 'ground-truth.jsonl'), `${lines.join('\n')}\n`);
    writeFileSync(join(path, 'documents', 'short.txt'), 'Invoice number: RE-1\n');
    const rows = Array.from({ length: 200 }, (_, index) => `Row ${index} of a table that does not end`);
    writeFileSync(join(path, 'documents', 'long.txt'), `${rows.join('\n')}\nInvoice number: RE-1\n`);
    writeExperiment(folder.path, {
      dataset: { path: 'long' },
      fields: ['invoiceNumber'],
      quantizations: ['F16'],
    });
    const outcome = await run({ errorRate: () => 0 });
    const records = new Map(journalOf(outcome).map((record) => [record.document, record]));
    expect(records.get('short')?.split).toBeUndefined();
    expect(records.get('long')).toMatchObject({ kind: 'scored', output: '{"invoiceNumber":"RE-1"}' });
    expect(records.get('long')?.split?.parts).toBeGreaterThan(1);
    expect(outcome.summary.warnings.join('\n')).toMatch(/read 1 document in up to \d+ parts/);
    expect(readFileSync(join(outcome.folder, 'events.jsonl'), 'utf8')).toContain('"document-split"');
  });

  test('documents are drawn as PDF when a run asks for it, read once, and taken from the cache after that', async () => {
    const cache = join(folder.path, 'cache');
    vi.stubEnv('ASSAY_CACHE', cache);
    writeExperiment(folder.path, {
      ...sweep(['text', 'pdf', { name: 'rows', stages: [{ load: { form: 'pdf', columns: false } }] }]),
      documents: 3,
    });
    const first = await run({ errorRate: () => 0 });
    const inputs = journalOf(first).flatMap(({ variant, input, stageMs = {} }) =>
      input === undefined ? [] : [{ variant, stageMs, ...input }],
    );
    expect(inputs).toHaveLength(6);
    for (const { form, text, lost, pages } of inputs) {
      expect(form).toBe('pdf');
      expect(text.length).toBeGreaterThan(100);
      expect({ lost, pages }).toEqual({ lost: [], pages: 1 });
    }
    // The drawn PDF is shared by both, which then read it in their own ways.
    const rendered = inputs.filter(({ stageMs }) => stageMs.render !== undefined);
    expect(rendered.length).toBeLessThan(inputs.length);
    const stages = join(cache, 'stages');
    const kept = readdirSync(stages, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(stages, name)).isFile(),
    );
    expect(kept).toHaveLength(3 + 6);

    const again = await run({ errorRate: () => 0 }, { again: true });
    const recalled = journalOf(again).flatMap(({ input }) => (input === undefined ? [] : [input]));
    expect(recalled.map(({ cached }) => cached)).toEqual(Array.from({ length: 6 }, () => true));
    expect(recalled.map(({ text }) => text).sort()).toEqual(inputs.map(({ text }) => text).sort());

    for (const name of kept) writeFileSync(join(stages, name), 'spoiled');
    const third = await run({ errorRate: () => 0 }, { again: true });
    const remade = journalOf(third).flatMap(({ input }) => (input === undefined ? [] : [input.text]));
    expect(remade.sort()).toEqual(inputs.map(({ text }) => text).sort());
  });

  test('a scan is read by OCR, and its record tells what reading lost', async () => {
    vi.stubEnv('ASSAY_CACHE', join(folder.path, 'cache'));
    const stages = [{ load: { form: 'scan', severity: 0 } }, 'ocr'];
    writeExperiment(folder.path, { pipeline: stages, documents: 1, quantizations: ['F16'] });
    const [record] = journalOf(await run({ errorRate: () => 0 }));
    expect(record?.kind).toBe('scored');
    expect(record?.input).toMatchObject({ form: 'scan', pages: 1, cached: false });
    expect(record?.input?.confidence).toBeGreaterThan(0.6);
    expect(record?.input?.lost.length).toBeLessThanOrEqual(3);
  });
});
