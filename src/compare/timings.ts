import { type StageTimes, TIMED_STAGES, type TimedStage } from '../core/stage-clock.ts';
import type { TrialRecord } from '../records/record.ts';
import { medianEstimate } from '../statistics/median-interval.ts';
import { quantileOfSorted } from '../statistics/moments.ts';
import { RunningMean } from '../statistics/running-mean.ts';
import type { StageSummary, TimeSummary, TimingSummary } from './summary-details.ts';

interface Times {
  firstTokenMs: number[];
  decodeMs: number[];
  queueMs: number[];
  stages: Map<TimedStage, RunningMean>;
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
    const { firstTokenMs, totalMs, queueMs, stageMs, warmup } = record;
    const times = warmup === true ? this.cold : this.counted;
    times.firstTokenMs.push(firstTokenMs);
    times.decodeMs.push(Math.max(0, totalMs - firstTokenMs));
    if (queueMs !== undefined) times.queueMs.push(queueMs);
    if (stageMs !== undefined) addStages(times.stages, { ...stageMs, infer: totalMs });
  }

  /** `null` without any; those of first batches only where there are no others. The order of the records does not matter. */
  summary(): TimingSummary | null {
    const warm = this.counted.firstTokenMs.length > 0;
    const { firstTokenMs, decodeMs, queueMs, stages } = warm ? this.counted : this.cold;
    const first = summarise(firstTokenMs);
    const decode = summarise(decodeMs);
    if (first === null || decode === null) return null;
    const queue = summarise(queueMs);
    const staged = summariseStages(stages);
    return {
      trials: firstTokenMs.length,
      dropped: warm ? this.cold.firstTokenMs.length : 0,
      firstTokenMs: first,
      decodeMs: decode,
      ...(queue !== null && { queueMs: queue }),
      ...(staged !== null && { stages: staged }),
    };
  }
}

function noTimes(): Times {
  return { firstTokenMs: [], decodeMs: [], queueMs: [], stages: new Map() };
}

function addStages(stages: Times['stages'], ms: StageTimes): void {
  for (const stage of TIMED_STAGES) {
    const value = ms[stage];
    if (value === undefined) continue;
    const mean = stages.get(stage) ?? new RunningMean();
    stages.set(stage, mean);
    mean.add(value);
  }
}

/** In the order of the stages; `null` where none ran twice. */
function summariseStages(stages: Times['stages']): StageSummary | null {
  const known = TIMED_STAGES.flatMap((stage) => {
    const estimate = stages.get(stage)?.estimate() ?? null;
    return estimate === null ? [] : [[stage, estimate] as const];
  });
  return known.length === 0 ? null : Object.fromEntries(known);
}

function summarise(values: readonly number[]): TimeSummary | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return { median: medianEstimate(values), p90: quantileOfSorted(sorted, 0.9), p99: quantileOfSorted(sorted, 0.99) };
}
