import type { TrialRecord } from '../records/record.ts';
import { medianEstimate } from '../statistics/median-interval.ts';
import { quantileOfSorted } from '../statistics/moments.ts';
import type { TimeSummary, TimingSummary } from './summary-details.ts';

interface Times {
  firstTokenMs: number[];
  decodeMs: number[];
  queueMs: number[];
}

/**
 * Times of the single trials of a variant, in milliseconds. Those of a worker's first batch are kept apart, since caches and
 * clocks were cold; answers of earlier runs and failed trials have none.
 */
export class Timings {
  private readonly counted = noTimes();
  private readonly cold = noTimes();

  add(record: TrialRecord): void {
    if (record.kind === 'failed' || record.cached === true || record.totalMs <= 0) return;
    const { firstTokenMs, totalMs, queueMs, warmup } = record;
    const times = warmup === true ? this.cold : this.counted;
    times.firstTokenMs.push(firstTokenMs);
    times.decodeMs.push(Math.max(0, totalMs - firstTokenMs));
    if (queueMs !== undefined) times.queueMs.push(queueMs);
  }

  /** `null` without any; those of first batches only where there are no others. The order of the records does not matter. */
  summary(): TimingSummary | null {
    const warm = this.counted.firstTokenMs.length > 0;
    const { firstTokenMs, decodeMs, queueMs } = warm ? this.counted : this.cold;
    const first = summarise(firstTokenMs);
    const decode = summarise(decodeMs);
    if (first === null || decode === null) return null;
    const queue = summarise(queueMs);
    return {
      trials: firstTokenMs.length,
      dropped: warm ? this.cold.firstTokenMs.length : 0,
      firstTokenMs: first,
      decodeMs: decode,
      ...(queue !== null && { queueMs: queue }),
    };
  }
}

function noTimes(): Times {
  return { firstTokenMs: [], decodeMs: [], queueMs: [] };
}

function summarise(values: readonly number[]): TimeSummary | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return { median: medianEstimate(values), p90: quantileOfSorted(sorted, 0.9), p99: quantileOfSorted(sorted, 0.99) };
}
