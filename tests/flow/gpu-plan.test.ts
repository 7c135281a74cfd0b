import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Manifest } from '../../src/records/manifest.ts';
import type { LoadRequest, ModelDescription, Runtime } from '../../src/runtimes/runtime.ts';
import { createSimulatedRuntime } from '../../src/runtimes/simulated.ts';
import type { Engine, WidthPlan, WidthQuestion } from '../../src/schedule/engine.ts';
import { runExperiment } from '../../src/schedule/run-experiment.ts';
import { verifyRun } from '../../src/schedule/verify-run.ts';
import { openRunFolder } from '../../src/records/run-source.ts';
import { writeExperiment } from '../support/experiment.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());

const cuda = { name: 'NVIDIA X', kind: 'cuda' as const };

/** An engine that decodes nothing and says what it was asked. Where tokens are counted it is on the processor. */
function makeEngine(device: ModelDescription['device'], plan: Partial<WidthPlan>) {
  const loads: LoadRequest[] = [];
  const plans: WidthQuestion[] = [];
  const inner = createSimulatedRuntime({ seed: 1 });
  const runtime: Runtime = {
    ...inner,
    async load(request) {
      loads.push(request);
      const model = await inner.load(request);
      const on = request.countOnly === true ? { engine: 'cpu build' } : { engine: 'gpu build', device };
      return {
        ...model,
        description: { ...model.description, ...on },
        [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
      };
    },
  };
  const engine: Engine = {
    runtime,
    version: 'fake 1',
    async planWidth(question) {
      plans.push(question);
      return { width: 2, predictedBytes: 1, freeBytes: 1e9, on: { engine: 'gpu build', device }, ...plan };
    },
  };
  return { engine, loads, plans };
}

async function run(engine: Engine, name: string, profile: object) {
  const device = join(folder.path, `${name}.yaml`);
  const settings = { id: name, description: 'x', threads: 'auto', maxWidth: 4, reserveBytes: 0, kvCacheType: 'F16' };
  writeFileSync(device, stringify({ ...settings, ...profile }));
  const said: string[] = [];
  const { folder: runFolder } = await runExperiment({
    experiment: writeExperiment(folder.path, { documents: 6, name, device }),
    results: join(folder.path, 'results'),
    again: false,
    engine,
    progress: { start: (_total, label) => void said.push(label), advance: () => {}, finish: () => {}, note: () => {} },
    signal: new AbortController().signal,
    now: () => performance.now(),
  });
  const manifest = JSON.parse(readFileSync(join(runFolder, 'manifest.json'), 'utf8')) as Manifest;
  return { said: said.join('\n'), manifest, runFolder };
}

describe('a run on a GPU', () => {
  test('loads the layers that the plan found, says so, and counts tokens without a GPU', async () => {
    const { engine, loads } = makeEngine(cuda, { gpuLayers: 7, totalLayers: 12 });
    const { manifest, said, runFolder } = await run(engine, 'partial', { gpu: 'cuda' });
    expect(manifest).toMatchObject({ batch: { gpuLayers: 7, replicas: 1 }, device: cuda, engine: 'gpu build' });
    expect(said).toContain('only 7 layers on the GPU');
    const counted = loads.filter(({ countOnly }) => countOnly === true);
    const decoded = loads.filter(({ countOnly }) => countOnly !== true);
    expect([counted.length > 0, decoded.length]).toEqual([true, 2]);
    expect(decoded.map(({ gpu, gpuLayers }) => [gpu, gpuLayers])).toEqual([
      ['cuda', 7],
      ['cuda', 7],
    ]);
    loads.length = 0;
    const verified = await verifyRun(await openRunFolder(runFolder), {
      documents: 2,
      seed: 1,
      engine,
      progress: { start: () => {}, advance: () => {}, finish: () => {}, note: () => {} },
      signal: new AbortController().signal,
    });
    expect(verified.outcome).toBe('equal');
    expect(loads.map(({ gpuLayers }) => gpuLayers)).toEqual([7, 7]);
  });

  test('plans with the layers and the name of its profile', async () => {
    const { engine, plans } = makeEngine(cuda, {});
    await run(engine, 'named', { gpu: 'cuda', gpuLayers: 10, deviceName: 'NVIDIA' });
    expect(plans.every(({ gpuLayers, deviceName }) => gpuLayers === 10 && deviceName === 'NVIDIA')).toBe(true);
  });

  test('plans small models as wide as its profile says, which on a processor are four wide at most', async () => {
    const capsOf = async (name: string, profile: object) => {
      const { engine, plans } = makeEngine(cuda, {});
      await run(engine, name, profile);
      return [...new Set(plans.map(({ cap }) => cap))];
    };
    expect(await capsOf('wide', { gpu: 'cuda', maxWidth: 32 })).toEqual([32]);
    expect(await capsOf('narrow', { gpu: false, maxWidth: 32 })).toEqual([4]);
    expect(await capsOf('narrower', { gpu: false, maxWidth: 3 })).toEqual([3]);
  });

  test('loads and plans with the tokens that its profile guesses ahead, and the plan keeps them', async () => {
    const { engine, plans, loads } = makeEngine(cuda, {});
    const { manifest } = await run(engine, 'guessing', { gpu: 'cuda', draftTokens: 5 });
    expect(manifest.batch.draftTokens).toBe(5);
    expect(plans.map(({ draftTokens }) => draftTokens)).toEqual(plans.map(() => 5));
    const decoded = loads.filter(({ countOnly }) => countOnly !== true);
    expect(decoded.map(({ draftTokens }) => draftTokens)).toEqual(decoded.map(() => 5));
  });

  test('by `gpu: auto` that ends on a processor shares its cores like one', async () => {
    const { engine } = makeEngine({ name: 'CPU', kind: 'cpu' }, {});
    const { manifest } = await run(engine, 'ended', { gpu: 'auto' });
    expect(manifest.batch).toMatchObject({ replicas: availableParallelism(), threads: 1 });
    expect(manifest.device.kind).toBe('cpu');
  });
});
