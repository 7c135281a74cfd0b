import type { Queue } from '../core/queue.ts';
import type { CohortOfTrials } from '../plan/make-trials.ts';
import { type LoadedModel, WorkerLost } from '../runtimes/runtime.ts';
import type { DecodedCohort } from './decode-cohort.ts';
import { isOpen, visits } from './visits.ts';

/** A cohort that took this many workers down with it is given up: its documents count as failed. */
const ATTEMPTS = 3;

export interface VariantWork {
  variant: string;
  /** Cohorts still to be decoded. */
  cohorts: Queue<CohortOfTrials>;
  /** Raised when nothing more is wanted of this variant: what is being decoded is dropped. */
  settled?: AbortSignal;
  load(): Promise<LoadedModel>;
  /** Takes a cohort through the variant's pipeline on this model. Rejects with `WorkerLost` when its process dies. */
  decode(cohort: CohortOfTrials, model: LoadedModel): Promise<DecodedCohort>;
}

export type WorkerEvent =
  | { kind: 'worker-ready'; variant: string; loadMs: number }
  | { kind: 'worker-lost'; variant: string; cohort: number | null; outOfMemory: boolean; detail: string };

export interface RunCohortsInput {
  /** In the order in which they are run. */
  work: VariantWork[];
  /** Workers side by side; each holds one model and goes on to the next variant when the queue is empty. */
  replicas: number;
  /** Cohorts that one worker is given ahead, so that it never waits for the next; 1 unless told: none. */
  ahead?: number;
  /**
   * How long a worker stays with one variant before it goes on to the next and comes back later, in milliseconds, by how long the
   * load took; until the variant's queue is empty when absent.
   */
  stayMs?: ((loadMs: number) => number) | undefined;
  /** Milliseconds on a clock that only goes forward. */
  now?: () => number;
  signal: AbortSignal;
  /** Awaited before each batch: a paused run waits here. */
  beforeCohort?: (() => Promise<void>) | undefined;
  onResult(cohort: CohortOfTrials, result: DecodedCohort): Promise<void>;
  /** A cohort that no worker survived. */
  onGivenUp(cohort: CohortOfTrials, reason: string): Promise<void>;
  onEvent(event: WorkerEvent): Promise<void>;
}

/** The memory was not enough for this batch width: the plan must be made narrower. */
export class MemoryExhausted extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'MemoryExhausted';
  }
}

/** The first cohort of a visit is a warm-up: so few visits are so short that it weighs. */
const LEAST_COHORTS = 8;

/**
 * Decodes every cohort once, whatever happens to the workers. A lost worker is replaced and its cohort runs again whole.
 * Resolves when all cohorts are done or the signal is raised; results that came in by then were handed on.
 * Rejects with `MemoryExhausted`, and with whatever `load` or a handler rejects with; no worker is left behind.
 */
export async function runCohorts(input: RunCohortsInput): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([input.signal, stop.signal]);
  const attempts = new Map<CohortOfTrials, number>();
  const replica = async (): Promise<void> => {
    for (const { work, stays } of visits(input.work, input.stayMs !== undefined)) {
      if (signal.aborted) return;
      await runVariant(work, { ...input, signal }, { attempts, stays });
    }
  };
  const settled = await Promise.allSettled(
    Array.from({ length: input.replicas }, () =>
      replica().catch((error: unknown) => {
        stop.abort();
        throw error;
      }),
    ),
  );
  for (const result of settled) if (result.status === 'rejected') throw result.reason;
}

function isStopped(work: VariantWork, input: RunCohortsInput): boolean {
  return input.signal.aborted || work.settled?.aborted === true;
}

interface Visit {
  attempts: Map<CohortOfTrials, number>;
  stays: number;
}

/** One worker's life with one variant, through as many processes as it takes, until its queue is empty or its time is up. */
async function runVariant(work: VariantWork, input: RunCohortsInput, { attempts, stays }: Visit): Promise<void> {
  const { now = () => performance.now(), stayMs = () => Number.POSITIVE_INFINITY } = input;
  let lostWhileLoading = 0;
  while (work.cohorts.length > 0 && !isStopped(work, input)) {
    let model: LoadedModel;
    const startedMs = now();
    try {
      model = await work.load();
    } catch (error) {
      if (!(error instanceof WorkerLost)) throw error;
      await reportLoss(error, work.variant, null, input);
      lostWhileLoading += 1;
      if (lostWhileLoading >= ATTEMPTS) throw error;
      continue;
    }
    await input.onEvent({ kind: 'worker-ready', variant: work.variant, loadMs: model.description.loadMs });
    const loadedMs = now();
    const untilMs = loadedMs + stays * stayMs(loadedMs - startedMs);
    // What little would be left over is not worth another load, and where nothing else is open there is nowhere to go.
    const mayLeave = (taken: number): boolean =>
      taken >= LEAST_COHORTS &&
      now() >= untilMs &&
      work.cohorts.length > taken / 2 &&
      input.work.some((other) => other !== work && isOpen(other));
    if ((await drain(work, model, input, { attempts, mayLeave })) === 'left') return;
  }
}

interface Decoding {
  cohort: CohortOfTrials;
  result: Promise<DecodedCohort>;
}

/**
 * Feeds the worker until the queue is empty, the run is stopped, or the worker dies. It is given the next cohorts while it
 * decodes one, and results are handed on meanwhile, in the order in which the cohorts were given.
 */
async function drain(
  work: VariantWork,
  model: LoadedModel,
  input: RunCohortsInput,
  { attempts, mayLeave }: { attempts: Map<CohortOfTrials, number>; mayLeave: (taken: number) => boolean },
): Promise<'left' | 'ended'> {
  const abort = (): void => void model[Symbol.asyncDispose]();
  input.signal.addEventListener('abort', abort, { once: true });
  work.settled?.addEventListener('abort', abort, { once: true });
  let handing: Promise<void> = Promise.resolve();
  const decoding: Decoding[] = [];
  const suspect = (cohort: CohortOfTrials | undefined): boolean => cohort !== undefined && attempts.has(cohort);
  let [taken, leaves] = [0, false];
  const mayTakeMore = (): boolean => {
    leaves ||= mayLeave(taken);
    if (leaves) return false;
    if (decoding.length === 0) return work.cohorts.length > 0;
    // What one worker takes ahead the others cannot have; and a cohort that may have killed a worker runs alone.
    return (
      decoding.length < (input.ahead ?? 1) &&
      work.cohorts.length >= input.replicas &&
      !suspect(work.cohorts.peek(1)[0]) &&
      !suspect(decoding[0]?.cohort)
    );
  };
  try {
    for (;;) {
      while (mayTakeMore()) {
        const open = await waitUntilOpen(input, decoding[0]?.result);
        if (isStopped(work, input)) return 'ended';
        if (!open) break;
        const cohort = work.cohorts.take();
        if (cohort === undefined) break;
        taken += 1;
        const result = work.decode(cohort, model);
        // Awaited in its turn; until then a rejection must not count as unhandled.
        result.catch(() => undefined);
        decoding.push({ cohort, result });
      }
      const first = decoding[0];
      if (first === undefined) return leaves ? 'left' : 'ended';
      try {
        const result = await first.result;
        decoding.shift();
        await handing;
        handing = input.onResult(first.cohort, result);
        handing.catch(() => undefined);
      } catch (error) {
        if (isStopped(work, input)) return 'ended';
        if (!(error instanceof WorkerLost)) throw error;
        await giveBack(decoding, error, { work, input, attempts });
        return 'ended';
      }
    }
  } finally {
    input.signal.removeEventListener('abort', abort);
    work.settled?.removeEventListener('abort', abort);
    await model[Symbol.asyncDispose]();
    await handing;
  }
}

/** Whether another cohort may be taken now. A paused run waits, but what is being decoded meanwhile is handed on. */
async function waitUntilOpen(
  { beforeCohort }: RunCohortsInput,
  current: Promise<unknown> | undefined,
): Promise<boolean> {
  if (beforeCohort === undefined) return true;
  const opened = beforeCohort().then(() => true);
  if (current === undefined) return await opened;
  const ended = (): boolean => false;
  return await Promise.race([opened, current.then(ended, ended)]);
}

/** Every cohort that the worker had is suspected of having killed it, and runs alone from then on. */
async function giveBack(
  decoding: readonly Decoding[],
  error: WorkerLost,
  { work, input, attempts }: { work: VariantWork; input: RunCohortsInput; attempts: Map<CohortOfTrials, number> },
): Promise<void> {
  await reportLoss(error, work.variant, decoding[0]?.cohort.cohort ?? null, input);
  for (const { cohort } of [...decoding].reverse()) {
    const tried = (attempts.get(cohort) ?? 0) + 1;
    attempts.set(cohort, tried);
    if (tried < ATTEMPTS) work.cohorts.giveBack(cohort);
    else await input.onGivenUp(cohort, `${tried} workers were lost on it: ${error.message}`);
  }
}

async function reportLoss(
  error: WorkerLost,
  variant: string,
  cohort: number | null,
  input: RunCohortsInput,
): Promise<void> {
  await input.onEvent({ kind: 'worker-lost', variant, cohort, outOfMemory: error.outOfMemory, detail: error.message });
  if (error.outOfMemory) throw new MemoryExhausted(error.message);
}
