import { join } from 'node:path';
import type { RecordCollector } from '../compare/record-collector.ts';
import { environmentError } from '../core/errors.ts';
import { KeySet } from '../core/key-set.ts';
import type { Progress } from '../core/progress.ts';
import { steadyMemory } from '../core/sparing-memory.ts';
import { type CohortOfTrials, makeTrials } from '../plan/make-trials.ts';
import { Journal } from '../records/journal.ts';
import type { Manifest } from '../records/manifest.ts';
import type { TrialRecord } from '../records/record.ts';
import { RUN_FILES } from '../records/run-folder.ts';
import { readRunRecords } from '../records/run-source.ts';
import type { LoadedModel } from '../runtimes/runtime.ts';
import { onePerGpu } from './device-pool.ts';
import { cohortsInHand } from './hand-out.ts';
import { watchDevice } from './readings/watch-device.ts';
import { narrowManifest } from './open-manifest.ts';
import type { DecodedCohort } from './decode-cohort.ts';
import { ModelFiles } from './model-files.ts';
import { makeWork, type WorkInput } from './make-work.ts';
import { modelPathsOf } from './prepare-run.ts';
import { RaceWatch } from './race-watch.ts';
import { recordCohort, recordGivenUp } from './record-cohort.ts';
import { MemoryExhausted, runCohorts } from './run-cohorts.ts';

const LEAST_STAY_MS = 30_000;

export interface MeasureInput extends WorkInput {
  /** Told of every record of the run, those of earlier sittings included. */
  onRecord?: ((record: TrialRecord) => void) | undefined;
  folder: string;
  records: RecordCollector;
  progress: Progress;
  signal: AbortSignal;
  /** Awaited before each batch: a paused run waits there. */
  beforeCohort?: (() => Promise<void>) | undefined;
  /** Whether the width may be narrowed, for the whole run; `true` unless told. */
  mayNarrow?: boolean;
}

export type MeasureResult = { kind: 'complete' } | { kind: 'interrupted' } | { kind: 'narrowed'; manifest: Manifest };

/** From so many trials on garbage is collected earlier (`benchmarks/overhead.mjs journal` measures what for). */
const MANY_TRIALS = 20_000;

/**
 * Decodes whatever of the run its journal does not hold yet. Every record is in the journal before it counts. When memory
 * runs out the width is narrowed for all variants and the caller starts over.
 */
export async function measure(input: MeasureInput): Promise<MeasureResult> {
  const { manifest, run } = input;
  const trials = manifest.dataset.documents.length * run.spec.variants.length * run.spec.run.epochs;
  return trials < MANY_TRIALS ? await measureTrials(input) : await steadyMemory(() => measureTrials(input));
}

async function measureTrials(input: MeasureInput): Promise<MeasureResult> {
  const { run, manifest, folder, records, progress, signal } = input;
  const trials = makeTrials({
    identity: manifest.identity,
    width: manifest.batch.width,
    variants: run.spec.variants.map(({ id }) => id),
    epochs: run.spec.run.epochs,
    cohorts: manifest.cohorts,
  });
  const total = trials.reduce((sum, cohort) => sum + cohort.trials.length, 0);
  await using journal = await Journal.open(join(folder, RUN_FILES.records));
  await using events = await Journal.open(join(folder, RUN_FILES.events));
  const watch = manifest.race === undefined ? null : new RaceWatch(manifest, manifest.race);
  const done = await readDone(input, watch);
  const wanted = (cohort: CohortOfTrials): boolean =>
    watch?.needs(cohort.variant) !== false && cohort.trials.some(({ key }) => !done.has(key));
  const pending = trials.filter(wanted);
  const log = (event: object): Promise<void> => events.append([{ at: new Date().toISOString(), ...event }]);
  await log({
    kind: done.size === 0 ? 'run-start' : 'run-resume',
    done: done.size,
    total,
    width: manifest.batch.width,
  });
  progress.start(total, describeStart(manifest), done.size);

  const keep = async (made: TrialRecord[]): Promise<void> => {
    // A cohort that was cut off while it was written ran again whole: its first records stand already.
    const fresh = made.filter(({ key }) => !done.has(key));
    await journal.append(fresh);
    for (const record of fresh) {
      done.add(record.key);
      records.add(record);
      input.onRecord?.(record);
      if (record.split !== undefined)
        await log({ kind: 'document-split', variant: record.variant, document: record.document, ...record.split });
    }
    progress.advance(fresh.length, made[0]?.variant);
    for (const settled of watch?.add(fresh) ?? []) {
      await log(settled);
      progress.note(`${settled.variant}: ${settled.verdict} after ${settled.documents} documents (${settled.reason})`);
    }
  };
  const predicted = new Map<string, number>();
  const contextOf = (cohort: CohortOfTrials) => ({
    fields: run.fields,
    lineFields: run.lineFields,
    rules: run.rules,
    load: (document: string) => run.dataset.load(document),
    predictedBytes: predicted.get(cohort.variant) ?? 0,
  });
  const files = new ModelFiles();
  const pathsOf = new Map(run.variants.map((variant) => [variant.spec.id, modelPathsOf({ variants: [variant] })]));
  for (const paths of pathsOf.values()) for (const path of paths) files.remember(path);
  const engine = { ...input.engine, runtime: onePerGpu(input.engine.runtime, run.config) };
  const work = run.variants.map((variant) => {
    const made = makeWork(variant, pending, { ...input, engine }, predicted);
    const load = (): Promise<LoadedModel> => files.reading(pathsOf.get(made.variant) ?? [], () => made.load());
    return { ...made, load };
  });
  const onResult = async (cohort: CohortOfTrials, result: DecodedCohort): Promise<void> => {
    // Before its records count: a file that was written meanwhile has changed the weights in memory, too.
    for (const path of pathsOf.get(cohort.variant) ?? []) files.requireUnchanged(path);
    await keep(await recordCohort(cohort, result, contextOf(cohort)));
  };
  await using _readings = await watchDevice(run.config.gpu !== false, log);
  try {
    await runCohorts({
      work: watch?.arrange(work) ?? work,
      replicas: manifest.batch.replicas,
      ahead: cohortsInHand(manifest),
      // A race has an order of its own.
      ...(watch === null && { stayMs }),
      signal,
      beforeCohort: input.beforeCohort,
      onResult,
      onGivenUp: async (cohort, reason) => keep(await recordGivenUp(cohort, reason, contextOf(cohort))),
      onEvent: log,
    });
  } catch (error) {
    progress.finish();
    if (!(error instanceof MemoryExhausted)) throw error;
    return await backOff(error, input, log);
  }
  progress.finish();
  const finished = !trials.some(wanted);
  await log({ kind: finished ? 'run-end' : 'run-interrupted', done: done.size, total });
  return { kind: finished ? 'complete' : 'interrupted' };
}

/**
 * Variants take turns, so that what happens to the machine meets all of them: a worker stays with one for half a minute, or longer
 * where that is less than a hundred times what loading took.
 */
function stayMs(loadMs: number): number {
  return Math.max(LEAST_STAY_MS, 100 * loadMs);
}

/** Keys of the trials that are measured already; their records go into the collector. */
async function readDone(
  { folder, manifest, records, onRecord }: MeasureInput,
  watch: RaceWatch | null,
): Promise<KeySet> {
  const done = new KeySet();
  for await (const record of readRunRecords(folder, manifest)) {
    done.add(record.key);
    records.add(record);
    onRecord?.(record);
    watch?.add([record]);
  }
  return done;
}

async function backOff(
  error: MemoryExhausted,
  { manifest, folder, progress, mayNarrow = true }: MeasureInput,
  log: (event: object) => Promise<void>,
): Promise<MeasureResult> {
  const { width } = manifest.batch;
  if (width === 1 || !mayNarrow) {
    throw environmentError(
      'MEMORY_TOO_SMALL',
      `memory ran out with ${width === 1 ? 'one document at a time' : `${width} documents together`}: ${error.message}`,
      'use a smaller quantization or free memory; the same command resumes',
      error,
    );
  }
  const narrowed = await narrowManifest(folder, manifest);
  await log({ kind: 'width-narrowed', from: width, to: narrowed.batch.width, reason: error.message });
  progress.note(`Memory ran out at width ${width}: every variant starts anew at width ${narrowed.batch.width}`);
  return { kind: 'narrowed', manifest: narrowed };
}

function describeStart({ spec, batch }: Manifest): string {
  const part = batch.gpuLayers === undefined ? '' : `, only ${batch.gpuLayers} layers on the GPU: the rest is slow`;
  return `${spec.name} (${spec.variants.length} variants, ${batch.replicas} workers of width ${batch.width}${part})`;
}
