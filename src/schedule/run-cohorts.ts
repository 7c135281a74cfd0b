import type { CohortOfTrials } from '../plan/make-trials.ts';
import { type CohortResult, type GenerationRequest, type LoadedModel, WorkerLost } from '../runtimes/runtime.ts';

/** A cohort that took this many workers down with it is given up: its documents count as failed. */
const ATTEMPTS = 3;

export interface VariantWork {
  variant: string;
  /** Cohorts still to be decoded; taken from the front. */
  cohorts: CohortOfTrials[];
  load(): Promise<LoadedModel>;
  requestsOf(cohort: CohortOfTrials): Promise<GenerationRequest[]>;
}

export type WorkerEvent =
  | { kind: 'worker-ready'; variant: string; loadMs: number }
  | { kind: 'worker-lost'; variant: string; cohort: number | null; outOfMemory: boolean; detail: string };

export interface RunCohortsInput {
  /** In the order in which they are run. */
  work: VariantWork[];
  /** Workers side by side; each holds one model and goes on to the next variant when the queue is empty. */
  replicas: number;
  signal: AbortSignal;
  /** Awaited before each batch: a paused run waits here. */
  beforeCohort?: (() => Promise<void>) | undefined;
  onResult(cohort: CohortOfTrials, result: CohortResult): Promise<void>;
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
    for (const work of input.work) await runVariant(work, { ...input, signal }, attempts);
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

/** One worker's life with one variant, through as many processes as it takes. */
async function runVariant(
  work: VariantWork,
  input: RunCohortsInput,
  attempts: Map<CohortOfTrials, number>,
): Promise<void> {
  let lostWhileLoading = 0;
  while (work.cohorts.length > 0 && !input.signal.aborted) {
    let model: LoadedModel;
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
    await drain(work, model, input, attempts);
  }
}

/** Feeds the worker until the queue is empty, the run is stopped, or the worker dies. Results are handed on while it decodes. */
async function drain(
  work: VariantWork,
  model: LoadedModel,
  input: RunCohortsInput,
  attempts: Map<CohortOfTrials, number>,
): Promise<void> {
  const abort = (): void => void model[Symbol.asyncDispose]();
  input.signal.addEventListener('abort', abort, { once: true });
  let handing: Promise<void> = Promise.resolve();
  try {
    for (let cohort = work.cohorts.shift(); cohort !== undefined; cohort = work.cohorts.shift()) {
      await input.beforeCohort?.();
      if (input.signal.aborted) return;
      const current = cohort;
      try {
        const result = await model.generate(await work.requestsOf(current));
        await handing;
        handing = input.onResult(current, result);
        // Awaited one cohort later; until then a rejection must not count as unhandled.
        handing.catch(() => undefined);
      } catch (error) {
        if (input.signal.aborted) return;
        if (!(error instanceof WorkerLost)) throw error;
        await giveBack(current, error, { work, input, attempts });
        return;
      }
    }
  } finally {
    input.signal.removeEventListener('abort', abort);
    await model[Symbol.asyncDispose]();
    await handing;
  }
}

async function giveBack(
  cohort: CohortOfTrials,
  error: WorkerLost,
  { work, input, attempts }: { work: VariantWork; input: RunCohortsInput; attempts: Map<CohortOfTrials, number> },
): Promise<void> {
  await reportLoss(error, work.variant, cohort.cohort, input);
  const tried = (attempts.get(cohort) ?? 0) + 1;
  attempts.set(cohort, tried);
  if (tried < ATTEMPTS) work.cohorts.unshift(cohort);
  else await input.onGivenUp(cohort, `${tried} workers were lost on it: ${error.message}`);
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
