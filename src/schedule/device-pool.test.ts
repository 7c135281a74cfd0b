import { expect, test } from 'vitest';
import type { LoadedModel, LoadRequest, Runtime } from '../runtimes/runtime.ts';
import { onePerGpu } from './device-pool.ts';

const request = { modelPath: 'm' } as LoadRequest;

function makeRuntime(seen: (number | undefined)[], fails = false): Runtime {
  return {
    name: 'fake',
    async load({ visibleGpu }) {
      if (fails) throw new Error('no');
      seen.push(visibleGpu);
      return { description: {}, [Symbol.asyncDispose]: async () => {} } as unknown as LoadedModel;
    },
  };
}

test('one worker has one GPU, and a GPU that became free is used again', async () => {
  const seen: (number | undefined)[] = [];
  const runtime = onePerGpu(makeRuntime(seen), [0, 3]);
  const first = await runtime.load(request);
  await runtime.load(request);
  await first[Symbol.asyncDispose]();
  await first[Symbol.asyncDispose]();
  await runtime.load(request);
  expect(seen).toEqual([0, 3, 0]);
});

test('a load that failed holds no GPU', async () => {
  const runtime = onePerGpu(makeRuntime([], true), [0, 1]);
  await expect(runtime.load(request)).rejects.toThrow('no');
  const seen: (number | undefined)[] = [];
  const other = onePerGpu(makeRuntime(seen), [0, 1]);
  await other.load(request);
  expect(seen).toEqual([0]);
});

test('without a list of GPUs nothing is hidden', async () => {
  const seen: (number | undefined)[] = [];
  await onePerGpu(makeRuntime(seen), []).load(request);
  expect(seen).toEqual([undefined]);
});
