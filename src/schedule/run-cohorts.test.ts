import { describe, expect, test } from 'vitest';
import { Queue } from '../core/queue.ts';
import type { CohortOfTrials } from '../plan/make-trials.ts';
import { type LoadedModel, WorkerLost } from '../runtimes/runtime.ts';
import type { DecodedCohort } from './decode-cohort.ts';
import { runCohorts, type RunCohortsInput, type VariantWork } from './run-cohorts.ts';

const cohorts = (count: number): CohortOfTrials[] =>
  Array.from({ length: count }, (_, cohort) => ({ variant: 'a', epoch: 0, cohort, trials: [] }));
const nothing: DecodedCohort = { outcomes: [], wallMs: 1, measuredBytes: 1 };
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Watched {
  /** Cohorts that were with a worker at the same time, at every start of one. */
  together: number[][];
  done: number[];
  givenUp: number[];
}

/** Runs the cohorts on workers that die of the given ones. */
async function run(count: number, options: Partial<RunCohortsInput> & { deadly?: number[] } = {}): Promise<Watched> {
  const { deadly = [], ...input } = options;
  const watched: Watched = { together: [], done: [], givenUp: [] };
  const load = async (): Promise<LoadedModel> => {
    const held = new Set<number>();
    const lost: { error: WorkerLost | null } = { error: null };
    const model = { description: { loadMs: 0 }, held, lost, [Symbol.asyncDispose]: async () => {} };
    return model as unknown as LoadedModel;
  };
  const work: VariantWork = {
    variant: 'a',
    cohorts: new Queue(cohorts(count)),
    load,
    async decode({ cohort }, model) {
      const { held, lost } = model as unknown as { held: Set<number>; lost: { error: WorkerLost | null } };
      held.add(cohort);
      watched.together.push([...held]);
      await tick();
      if (deadly.includes(cohort)) lost.error ??= new WorkerLost({ code: 1, signal: null }, false, 'it died');
      await tick();
      held.delete(cohort);
      if (lost.error !== null) throw lost.error;
      return nothing;
    },
  };
  await runCohorts({
    work: [work],
    replicas: 1,
    signal: new AbortController().signal,
    onResult: async ({ cohort }) => void watched.done.push(cohort),
    onGivenUp: async ({ cohort }) => void watched.givenUp.push(cohort),
    onEvent: async () => {},
    ...input,
  });
  return watched;
}

/** Which variants a single worker decoded, with the number of cohorts of each visit; every cohort takes a second. */
async function visit(counts: Record<string, number>, options: Partial<RunCohortsInput>): Promise<[string, number][]> {
  let nowMs = 0;
  const visited: [string, number][] = [];
  const work = Object.entries(counts).map(
    ([variant, count]): VariantWork => ({
      variant,
      cohorts: new Queue(cohorts(count)),
      async load() {
        visited.push([variant, 0]);
        return { description: { loadMs: 0 }, [Symbol.asyncDispose]: async () => {} } as unknown as LoadedModel;
      },
      async decode() {
        await tick();
        nowMs += 1000;
        (visited.at(-1) as [string, number])[1] += 1;
        return nothing;
      },
    }),
  );
  await runCohorts({
    work,
    replicas: 1,
    now: () => nowMs,
    signal: new AbortController().signal,
    onResult: async () => {},
    onGivenUp: async () => {},
    onEvent: async () => {},
    ...options,
  });
  return visited;
}

describe('variants in turns', () => {
  test('one after the other unless told otherwise', async () => {
    const visited = await visit({ a: 30, b: 30 }, {});
    expect(visited).toEqual([
      ['a', 30],
      ['b', 30],
    ]);
  });

  test('there and back, two stays at a turn, and no small rest is left', async () => {
    const visited = await visit({ a: 60, b: 60, c: 60 }, { stayMs: () => 10_000 });
    expect(visited).toEqual([
      ['a', 10],
      ['b', 10],
      ['c', 20],
      ['b', 10],
      ['a', 20],
      ['b', 10],
      ['c', 20],
      ['b', 10],
      ['a', 30],
      ['b', 10],
      ['c', 20],
      ['b', 10],
    ]);
  });

  test('as long as a load that takes long asks for, and never for a few cohorts', async () => {
    expect(await visit({ a: 40, b: 40 }, { stayMs: () => 60_000 })).toEqual([
      ['a', 40],
      ['b', 40],
    ]);
    const [first] = await visit({ a: 40, b: 40 }, { stayMs: () => 1 });
    expect(first).toEqual(['a', 8]);
  });

  test('stays where nothing else is open', async () => {
    expect(await visit({ a: 0, b: 50 }, { stayMs: () => 5000 })).toEqual([['b', 50]]);
  });

  test('ends when the run is stopped, with queues that are not empty', async () => {
    const stop = new AbortController();
    const visited = await visit(
      { a: 40, b: 40 },
      {
        stayMs: () => 10_000,
        signal: stop.signal,
        onResult: async ({ cohort }) => void (cohort === 3 && stop.abort()),
      },
    );
    expect(visited.reduce((sum, [, count]) => sum + count, 0)).toBeLessThan(20);
  });
});

describe('runCohorts', () => {
  test('gives a worker one cohort at a time unless told otherwise', async () => {
    const { together, done } = await run(4);
    expect(together.every((held) => held.length === 1)).toBe(true);
    expect(done).toEqual([0, 1, 2, 3]);
  });

  test('gives a worker the next cohorts ahead, and hands results on in their order', async () => {
    const { together, done } = await run(6, { ahead: 3 });
    expect(together.some((held) => held.length === 3)).toBe(true);
    expect(together.every((held) => held.length <= 3)).toBe(true);
    expect(done).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('takes nothing ahead of the other workers when little is left', async () => {
    const { together, done } = await run(3, { ahead: 3, replicas: 4 });
    expect(together.every((held) => held.length === 1)).toBe(true);
    expect(done.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  test('gives up only the cohort that kills its workers: those beside it run alone and are done', async () => {
    const { together, done, givenUp } = await run(6, { ahead: 3, deadly: [1] });
    expect(givenUp).toEqual([1]);
    expect(done.toSorted((a, b) => a - b)).toEqual([0, 2, 3, 4, 5]);
    const afterLoss = together.slice(3).filter((held) => held.includes(1));
    expect(afterLoss.every((held) => held.length === 1)).toBe(true);
  });

  test('hands on what is being decoded while the run is paused, and takes nothing new', async () => {
    let open: () => void = () => {};
    const gates = [Promise.resolve(), Promise.resolve(), new Promise<void>((resolve) => (open = resolve))];
    let asked = 0;
    const done: number[] = [];
    const running = run(4, {
      ahead: 2,
      beforeCohort: () => {
        asked += 1;
        return gates[Math.min(asked - 1, 2)] as Promise<void>;
      },
      onResult: async ({ cohort }) => void done.push(cohort),
    });
    for (let turn = 0; turn < 30; turn += 1) await tick();
    expect(done).toEqual([0, 1]);
    open();
    await running;
    expect(done).toEqual([0, 1, 2, 3]);
  });

  test('stops when the signal is raised, and keeps what was handed on', async () => {
    const stop = new AbortController();
    let taken = 0;
    const { done } = await run(8, {
      ahead: 2,
      signal: stop.signal,
      beforeCohort: async () => {
        taken += 1;
        if (taken === 5) stop.abort();
      },
    });
    expect(done.length).toBeGreaterThan(0);
    expect(done.length).toBeLessThan(8);
  });
});
