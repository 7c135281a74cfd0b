import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeTrials } from '../../src/plan/make-trials.ts';
import type { Manifest } from '../../src/records/manifest.ts';
import { createSimulatedRuntime } from '../../src/runtimes/simulated.ts';
import type { Engine } from '../../src/schedule/engine.ts';
import { makeWork } from '../../src/schedule/make-work.ts';
import { planBatch, type PlanOptions } from '../../src/schedule/plan-batch.ts';
import { type PreparedRun, prepareRun } from '../../src/schedule/prepare-run.ts';
import { READ_FIRST } from '../../src/schedule/prompt-sizes.ts';
import { writeExperiment } from '../support/experiment.ts';
import { simulatedEngine } from '../support/simulated-engine.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());

const progress = { start: () => {}, advance: () => {}, finish: () => {}, note: () => {} };

interface Happened {
  what: 'load' | 'plan' | 'ahead' | 'read';
  ids: readonly string[];
}

/** A run over PDFs whose text is the clean one, and an engine; both note what is asked of them, in order. */
async function prepare(more: object = {}) {
  const experiment = writeExperiment(folder.path, {
    documents: 128,
    split: 'test',
    pipeline: 'pdf',
    quantizations: ['F16'],
    ...more,
  });
  const prepared = await prepareRun({ experiment, results: join(folder.path, 'results'), progress });
  const happened: Happened[] = [];
  const run: PreparedRun = {
    ...prepared,
    inputs: {
      read: async (id) => {
        happened.push({ what: 'read', ids: [id] });
        return { kind: 'read', text: (await prepared.dataset.load(id)).text };
      },
      readAhead: (ids, stages) => {
        expect(stages?.load.form).toBe('pdf');
        happened.push({ what: 'ahead', ids });
      },
      [Symbol.dispose]: () => {},
    },
  };
  const simulated = simulatedEngine(createSimulatedRuntime(), 4);
  const engine: Engine = {
    ...simulated,
    planWidth: (question) => {
      happened.push({ what: 'plan', ids: [] });
      return simulated.planWidth(question);
    },
    runtime: {
      ...simulated.runtime,
      load: (request) => {
        happened.push({ what: 'load', ids: [] });
        return simulated.runtime.load(request);
      },
    },
  };
  const plan = (options: PlanOptions) => planBatch(run, engine, options);
  return { run, engine, plan, happened };
}

const order = (happened: readonly Happened[]): string[] =>
  happened.map(({ what }) => what).filter((what, place, all) => what !== all[place - 1]);

describe('reading ahead', () => {
  test('begins before the model is loaded that counts, with documents that are read whatever their length', async () => {
    const { run, plan, happened } = await prepare();
    await plan({});
    expect(order(happened)).toEqual(['ahead', 'load', 'read', 'plan']);
    expect(happened[0]?.ids).toEqual(run.documents.slice(0, READ_FIRST));
    const read = happened.filter(({ what }) => what === 'read').flatMap(({ ids }) => ids);
    expect(read).toEqual(expect.arrayContaining([...(happened[0]?.ids ?? [])]));
    expect(read).toHaveLength(2 * READ_FIRST);
  });

  test.each(['fixed', 'anytime'])(
    'goes on while a run is planned (%s), in the order of decoding, and changes nothing of the plan',
    async (stop) => {
      const rules = { seed: 7, epochs: 1, stop, determinism: 'reproducible' };
      const raced = { run: rules, ...(stop === 'anytime' && { quantizations: ['F16', 'Q8_0'] }) };
      const { plan, happened } = await prepare(raced);
      const planned = await plan({ decodesNext: true });
      expect(order(happened)).toEqual(['ahead', 'load', 'read', 'ahead', 'plan']);
      const ahead = happened.findLast(({ what }) => what === 'ahead')?.ids ?? [];
      if (stop === 'fixed') expect(ahead).toEqual(planned.cohorts.flat());
      else expect(ahead).toEqual(planned.race?.order);
      const alone = await prepare(raced);
      expect((await alone.plan({})).cohorts).toEqual(planned.cohorts);
    },
  );

  test('rests while workers and threads are measured', async () => {
    const { run, plan, happened } = await prepare();
    const [first] = run.variants;
    if (first === undefined) throw new Error('the run has a variant');
    // Taken for a large model; so short a run is not measured in the end.
    first.model.fileBytes = 1e9;
    const { batch } = await plan({ decodesNext: true });
    expect(batch.layoutFrom).toBe('short run');
    expect(order(happened)).toEqual(['ahead', 'load', 'read', 'plan']);
  });

  test('goes on while a worker loads, with the documents that it decodes first', async () => {
    const { run, engine, plan, happened } = await prepare();
    const { batch, cohorts } = await plan({});
    const [variant] = run.variants;
    if (variant === undefined) throw new Error('the run has a variant');
    const pending = makeTrials({ identity: 'a', width: batch.width, variants: [variant.spec.id], epochs: 1, cohorts });
    const manifest = { batch, spec: run.spec, cohorts } as unknown as Manifest;
    // A run that goes on where it was interrupted.
    const work = makeWork(variant, pending.slice(2), { run, manifest, engine }, new Map());
    happened.length = 0;
    await work.load().catch(() => undefined);
    expect(order(happened)).toEqual(['ahead', 'load']);
    expect(happened[0]?.ids.slice(0, 2 * batch.width)).toEqual(cohorts.slice(2, 4).flat());
  });
});
