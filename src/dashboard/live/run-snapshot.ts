import { join } from 'node:path';
import type { Estimate } from '../../statistics/estimate.ts';
import type { JournalIndex } from './journal-index.ts';
import type { RunShelf } from './run-shelf.ts';
import { LIVE_STATES, loadRunState, type RunState } from './run-state.ts';

/** How far one variant is. */
export interface VariantSnapshot {
  id: string;
  done: number;
  total: number;
  failures: number;
  /** Of the documents so far; `null` without any. */
  accuracy: Pick<Estimate, 'value' | 'low' | 'high' | 'n'> | null;
  /** While it decoded; `null` before its first batch. */
  documentsPerSecond: number | null;
  /** Growth of one worker's memory, at its peak so far. */
  measuredBytes: number;
  predictedBytes: number;
  /** Seconds of decoding that are left; `null` as long as no speed is known. */
  etaSeconds: number | null;
}

/** How far a run is: what the live page shows. */
export interface RunSnapshot {
  runId: string;
  state: RunState;
  done: number;
  total: number;
  failures: number;
  etaSeconds: number | null;
  variants: VariantSnapshot[];
}

/** How far a run is, from what its journal holds now. */
export async function loadRunSnapshot(shelf: RunShelf, id: string): Promise<RunSnapshot> {
  const [index, summary] = [await shelf.index(id), await shelf.summary(id)];
  const state = await loadRunState(join(shelf.results, id), summary?.status ?? null);
  return makeRunSnapshot(index, state);
}

/** How far the run of an index is. */
export function makeRunSnapshot(index: JournalIndex, state: RunState): RunSnapshot {
  const { manifest } = index;
  const { batch, spec, dataset } = manifest;
  const perVariant = dataset.documents.length * spec.run.epochs;
  const speeds = spec.variants.map(({ id }) => speedOf(index, id, batch.replicas));
  const known = speeds.filter((speed) => speed !== null);
  // A variant that has not begun is taken to be as fast as the mean of the others.
  const usual = known.length === 0 ? null : known.length / known.reduce((sum, speed) => sum + 1 / speed, 0);
  const variants = spec.variants.map(({ id }, place): VariantSnapshot => {
    const progress = index.of(id);
    const accuracy = progress.accuracy();
    const speed = speeds[place] ?? usual;
    const left = perVariant - progress.done;
    return {
      id,
      done: progress.done,
      total: perVariant,
      failures: progress.failures,
      accuracy: accuracy === null ? null : pick(accuracy),
      documentsPerSecond: speeds[place] ?? null,
      measuredBytes: progress.measuredBytes,
      predictedBytes: progress.predictedBytes,
      etaSeconds: left === 0 ? 0 : speed === null ? null : left / speed,
    };
  });
  const live = LIVE_STATES.includes(state);
  return {
    runId: manifest.runId,
    state,
    done: index.done,
    total: index.planned,
    failures: variants.reduce((sum, { failures }) => sum + failures, 0),
    etaSeconds: live ? sumOrNull(variants.map(({ etaSeconds }) => etaSeconds)) : null,
    variants,
  };
}

/** Documents per second of all workers together, as the summary reckons it. */
function speedOf(index: JournalIndex, id: string, replicas: number): number | null {
  const { done, cohortMs } = index.of(id);
  return cohortMs > 0 ? (done / (cohortMs / 1000)) * replicas : null;
}

function pick({ value, low, high, n }: Estimate): VariantSnapshot['accuracy'] {
  return { value, low, high, n };
}

function sumOrNull(parts: readonly (number | null)[]): number | null {
  return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}
