import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planExperiment } from '../../src/cli/plan/plan-experiment.ts';
import { renderPlan } from '../../src/cli/plan/render-plan.ts';
import type { TrialRecord } from '../../src/records/record.ts';
import { createSimulatedRuntime } from '../../src/runtimes/simulated.ts';
import type { Engine } from '../../src/schedule/engine.ts';
import { runExperiment } from '../../src/schedule/run-experiment.ts';
import { writeExperiment } from '../support/experiment.ts';
import { makeTinyLlama } from '../support/make-gguf.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

let folder: ReturnType<typeof makeTemporaryFolder>;
let results = '';
beforeEach(() => {
  folder = makeTemporaryFolder();
  results = join(folder.path, 'results');
});
afterEach(() => folder.remove());

/** Refuses to generate: a plan must not need it. */
function engineOf(generates: boolean): Engine {
  const runtime = createSimulatedRuntime({ errorRate: (path) => (path.includes('Q8_0') ? 0.2 : 0.05) });
  const counting: Engine['runtime'] = {
    name: runtime.name,
    load: async (request) => {
      const model = await runtime.load(request);
      if (generates) return model;
      return {
        description: model.description,
        countTokens: (requests) => model.countTokens(requests),
        generate: () => Promise.reject(new Error('a plan must not run the model')),
        [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
      };
    },
  };
  const planWidth: Engine['planWidth'] = async ({ cap }) => ({
    width: Math.min(cap, 4),
    predictedBytes: 50e6,
    freeBytes: 1e9,
  });
  return { runtime: counting, version: 'simulated 1', planWidth };
}

/** Standard deviation of the paired differences, straight from the journal. */
function spreadInJournal(run: string): number {
  const accuracy = new Map<string, number>();
  const lines = readFileSync(join(run, 'records.jsonl'), 'utf8').trimEnd().split('\n');
  for (const line of lines) {
    const { variant, document, score } = JSON.parse(line) as TrialRecord;
    accuracy.set(`${variant}/${document}`, score.fieldAccuracy);
  }
  const ids = [...accuracy.keys()].filter((key) => key.startsWith('F16/')).map((key) => key.slice(4));
  const differences = ids.map((id) => (accuracy.get(`Q8_0/${id}`) ?? 0) - (accuracy.get(`F16/${id}`) ?? 0));
  const mean = differences.reduce((sum, d) => sum + d, 0) / ids.length;
  return Math.sqrt(differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (ids.length - 1));
}

describe('planExperiment', () => {
  test('says floor, trials and assumptions without running the model and without writing a run', async () => {
    const plan = await planExperiment(writeExperiment(folder.path), results, engineOf(false));
    expect(plan).toMatchObject({ trials: 48, pilot: null, decision: { floor: 149, smallestMargin: null } });
    expect(plan.cost.seconds).toBeNull();
    expect(existsSync(results)).toBe(false);
    const text = renderPlan(plan);
    expect(text).toContain('too few by 125');
    expect(text).toContain('assumptions');
    expect(text).toContain('not known yet');
  });

  test('counts the models that vote: their answers, their memory, and each file that is to be made once', async () => {
    const variants = { pipeline: ['text', 'one-field-per-call', 'ensemble-vote'] };
    const baseline = { pipeline: 'text' };
    const path = writeExperiment(folder.path, {
      documents: 10,
      quantization: 'F16',
      pipeline: undefined,
      variants,
      baseline,
    });
    const plan = await planExperiment(path, results, engineOf(false));
    const [text, single, vote] = plan.variants;
    expect([text, single, vote].map((variant) => variant?.callsPerDocument)).toEqual([1, plan.fields, 3]);
    expect(plan.answers).toBe(10 * (1 + plan.fields + 3));
    expect(vote?.voters?.map(({ quantization }) => quantization)).toEqual(['Q8_0', 'Q4_K_M']);
    const sides = [vote, ...(vote?.voters ?? [])].map((one) => one?.workerBytes ?? 0);
    expect(plan.cost.memoryBytes).toBe(plan.batch.replicas * sides.reduce((sum, bytes) => sum + bytes, 0));
    const missing = (vote?.voters ?? []).filter((voter) => voter.missing);
    expect(plan.cost.cacheBytes).toBe(missing.reduce((sum, { fileBytes }) => sum + fileBytes, 0));
    const shown = renderPlan(plan);
    expect(shown).toMatch(/at least 180: 14 a document of one-field-per-call and 3 a document of ensemble-vote/);
    expect(shown).toMatch(/with Q8_0/);
  });

  test('takes spread, speed and record length from an earlier run of the same name', async () => {
    const experiment = writeExperiment(folder.path, { documents: 40 });
    const { summary } = await runExperiment({
      experiment,
      results,
      again: false,
      engine: engineOf(true),
      progress: { start: () => {}, advance: () => {}, finish: () => {}, note: () => {} },
      signal: new AbortController().signal,
      now: () => performance.now(),
    });
    const larger = writeExperiment(folder.path, { documents: 80 });
    const plan = await planExperiment(larger, results, engineOf(false));
    expect(plan.pilot).toEqual({ runId: summary.runId, documents: 40 });
    expect(plan.decision.comparisons[0]?.sd).toBeCloseTo(spreadInJournal(summary.runFolder), 9);
    expect(plan.decision.assumed).toEqual([]);
    const seconds = summary.variants.reduce((sum, { documentsPerSecond: rate }) => sum + 80 / rate, 0);
    expect(plan.cost.seconds).toBeCloseTo(seconds, 6);
    expect(plan.cost.resultsBytes).toBeGreaterThan(80 * 2 * 100);
    expect(readdirSync(results)).toHaveLength(1);
  });

  test('refuses a model whose context is shorter than a prompt, with both figures', async () => {
    const file = join(folder.path, 'short.gguf');
    writeFileSync(
      file,
      makeTinyLlama({ layers: 1, metadata: { 'llama.context_length': { type: 'uint32', value: 16 } } }),
    );
    const experiment = writeExperiment(folder.path, {
      model: undefined,
      variants: [{ name: 'mine', file }],
      baseline: { variant: 'mine' },
    });
    await expect(planExperiment(experiment, results, engineOf(false))).rejects.toMatchObject({
      code: 'MODEL_CONTEXT_TOO_SHORT',
      exitCode: 3,
      message: expect.stringMatching(/holds 16 tokens; the shortest prompt takes \d+/) as string,
    });
  });

  test('refuses what a run would refuse', async () => {
    const experiment = writeExperiment(folder.path, { documents: 999_999 });
    await expect(planExperiment(experiment, results, engineOf(false))).rejects.toMatchObject({
      code: 'DATASET_TOO_SMALL',
      exitCode: 2,
    });
  });
});
