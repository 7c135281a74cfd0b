import { describe, expect, it } from 'vitest';
import { type LoadedModel, type LoadRequest, type Runtime, WorkerLost } from '../../runtimes/runtime.ts';
import { CALIBRATION_SHAPE, measureLayout, tokensOf } from './measure-layout.ts';

const request = {
  modelPath: 'm.gguf',
  contextTokens: 512,
  gpu: false,
  kvCacheType: 'F16',
  engine: 'lockstep',
} as const;

/** Workers whose rounds take so long; `open` counts those that are not ended. */
function makeRuntime(bench: LoadedModel['bench'] | null): {
  runtime: Runtime;
  loads: LoadRequest[];
  open: () => number;
} {
  const loads: LoadRequest[] = [];
  const open = new Set<object>();
  return {
    loads,
    open: () => open.size,
    runtime: {
      name: 'fake',
      async load(asked) {
        loads.push(asked);
        const mine = {};
        open.add(mine);
        const model = { ...(bench !== null && { bench }), [Symbol.asyncDispose]: async () => void open.delete(mine) };
        return model as unknown as LoadedModel;
      },
    },
  };
}

const times = { prefillMs: [1, 1, 1], decodeMs: [90, 900, 80], sampleMs: [10, 10, 10] };

describe('measureLayout', () => {
  it('adds the median rates of all workers, sampling included, and ends them', async () => {
    const { runtime, loads, open } = makeRuntime(async () => times);
    const rate = await measureLayout({ replicas: 2, threads: 3, width: 4 }, request, { runtime, limitMs: 60_000 });
    expect(rate).toBeCloseTo((2 * 4 * CALIBRATION_SHAPE.outputTokens * 1000) / 100);
    expect(loads).toEqual([
      { ...request, threads: 3, width: 4 },
      { ...request, threads: 3, width: 4 },
    ]);
    expect(open()).toBe(0);
  });

  it('says nothing of a runtime that cannot measure itself, and of a layout that does not fit', async () => {
    expect(
      await measureLayout({ replicas: 1, threads: 1, width: 1 }, request, { ...makeRuntime(null), limitMs: 60_000 }),
    ).toBeNull();
    const { runtime, open } = makeRuntime(async () => {
      throw new WorkerLost({ code: null, signal: 'SIGKILL' }, true, 'out of memory');
    });
    expect(
      await measureLayout({ replicas: 2, threads: 1, width: 1 }, request, { runtime, limitMs: 60_000 }),
    ).toBeNull();
    expect(open()).toBe(0);
  });

  it('hands on what is no want of memory, and ends its workers', async () => {
    const { runtime, open } = makeRuntime(async () => {
      throw new WorkerLost({ code: 1, signal: null }, false, 'gone');
    });
    await expect(
      measureLayout({ replicas: 1, threads: 1, width: 1 }, request, { runtime, limitMs: 60_000 }),
    ).rejects.toThrow('gone');
    expect(open()).toBe(0);
  });

  it('gives up what takes too long', async () => {
    let end: () => void = () => {};
    const { runtime, open } = makeRuntime(async () => {
      await new Promise<void>((resolve) => (end = resolve));
      throw new WorkerLost({ code: null, signal: 'SIGKILL' }, false, 'ended');
    });
    const load = runtime.load.bind(runtime);
    runtime.load = async (asked) => {
      const model = await load(asked);
      const dispose = model[Symbol.asyncDispose].bind(model);
      return { ...model, [Symbol.asyncDispose]: async () => dispose().then(() => end()) };
    };
    const rate = await measureLayout({ replicas: 1, threads: 1, width: 1 }, request, { runtime, limitMs: 20 });
    expect(rate).toBeNull();
    expect(open()).toBe(0);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const { runtime, open } = makeRuntime(async () => {
      stop.abort(new Error('stopped'));
      throw new WorkerLost({ code: 1, signal: null }, false, 'ended');
    });
    const measuring = measureLayout({ replicas: 1, threads: 1, width: 1 }, request, {
      runtime,
      signal: stop.signal,
      limitMs: 60_000,
    });
    await expect(measuring).rejects.toThrow('stopped');
    expect(open()).toBe(0);
  });
});

describe('tokensOf', () => {
  it('counts every worker, document and round', () => {
    const one = tokensOf({ replicas: 1, threads: 1, width: 1 });
    expect(tokensOf({ replicas: 2, threads: 4, width: 8 })).toBe(16 * one);
  });
});
