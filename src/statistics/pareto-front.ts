import { bootstrapMeans, DEFAULT_RESAMPLES, type ResampleOptions } from './bootstrap.ts';
import type { Estimate } from './estimate.ts';
import { type PairDifference, pairwiseDifferences, subtract } from './rank-sets.ts';
import { requireInside, requireSameLength, requireValues, type Values } from './require-input.ts';
import { tEstimate } from './t-interval.ts';

/** One variant as the front sees it; all variants hold the same documents in the same order. */
export interface FrontVariant {
  id: string;
  /** Accuracy of each document. */
  accuracy: Values;
  /** Milliseconds of each document, above 0. */
  durationMs: Values;
  /** Measured peak. */
  memoryBytes: number;
}

export interface FrontOptions extends ResampleOptions {
  /** Loss of accuracy that counts as none, a fraction. */
  margin: number;
  /** Slowdown that counts as none, a fraction of the time; 0.05 unless told. */
  speedTolerance?: number;
  /** Growth of memory that counts as none; 0.01 unless told. */
  memoryTolerance?: number;
  level?: number;
  /** Of the accuracies, where the caller has them by the same options. */
  differences?: readonly PairDifference[];
}

export interface FrontPlace {
  id: string;
  /** `certain`: every other variant is shown to be worse somewhere; `dominated`: another is as good on all, better on one. */
  place: 'certain' | 'possible' | 'dominated';
  dominatedBy: string[];
  /** Share of the shared resamples in which nothing is at least as good on all three and better on one. */
  resampleShare: number;
}

/** Sums of the same numbers in another order differ by less. */
const SLACK = 1e-9;

type Standing = 'better' | 'no worse' | 'worse' | 'unclear';

/**
 * Pareto front over accuracy, speed and memory. Accuracy: simultaneous intervals of all pairwise differences. Speed: t
 * interval of the mean log ratio of the times per document. Memory: the measured peaks. A dominates B when A is
 * no worse on all three and better on one.
 */
export function paretoFront(variants: readonly FrontVariant[], options: FrontOptions): FrontPlace[] {
  requireInside(options.margin, 'margin', 0, 1);
  for (const { accuracy, durationMs, memoryBytes } of variants) {
    requireValues(accuracy, 'accuracy', 2);
    requireValues(durationMs, 'durationMs', 2);
    requireSameLength(accuracy, variants[0]?.accuracy ?? [], 'variants of one front');
    requireSameLength(accuracy, durationMs, 'accuracy and durationMs');
    for (const duration of durationMs) requireInside(duration, 'durationMs', 0, Infinity);
    requireInside(memoryBytes, 'memoryBytes', 0, Infinity);
  }
  const standings = standingsOf(variants, options);
  const shares = resampleShares(variants, options);
  return variants.map(({ id }, b) => {
    const rivals = variants.flatMap((_, a) => (a === b ? [] : [a]));
    // Tolerances let two variants each be "no worse" and better somewhere: then neither dominates.
    const dominatedBy = rivals.filter((a) => dominates(standings(a, b)) && !dominates(standings(b, a)));
    const beaten = rivals.every((a) => standings(b, a).includes('better'));
    const place = dominatedBy.length > 0 ? 'dominated' : beaten ? 'certain' : 'possible';
    return { id, place, dominatedBy: dominatedBy.map((a) => variants[a]!.id), resampleShare: shares[b] as number };
  });
}

function dominates(standings: readonly Standing[]): boolean {
  return standings.every((each) => each === 'better' || each === 'no worse') && standings.includes('better');
}

/** How a stands against b in accuracy, speed and memory. */
function standingsOf(
  variants: readonly FrontVariant[],
  options: FrontOptions,
): (a: number, b: number) => readonly Standing[] {
  const { margin, speedTolerance = 0.05, memoryTolerance = 0.01, level = 0.95 } = options;
  const accuracies = variants.map(({ accuracy }) => accuracy);
  const table = new Map<string, readonly Standing[]>();
  for (const { a, b, difference: gain } of options.differences ?? pairwiseDifferences(accuracies, options)) {
    const [one, two] = [variants[a]!, variants[b]!];
    const faster = tEstimate(subtract(logs(two.durationMs), logs(one.durationMs)), { level });
    const slack = Math.log1p(speedTolerance);
    const memory = Math.log(two.memoryBytes / one.memoryBytes);
    const loss = mirrored(gain);
    const memorySlack = Math.log1p(memoryTolerance);
    table.set(`${a},${b}`, [standing(gain, margin), standing(faster, slack), memoryStanding(memory, memorySlack)]);
    table.set(`${b},${a}`, [
      standing(loss, margin),
      standing(mirrored(faster), slack),
      memoryStanding(-memory, memorySlack),
    ]);
  }
  return (a, b) => table.get(`${a},${b}`) ?? [];
}

function standing({ low, high }: Estimate, tolerance: number): Standing {
  if (low > 0) return 'better';
  if (low > -tolerance) return 'no worse';
  return high < 0 ? 'worse' : 'unclear';
}

function memoryStanding(saved: number, tolerance: number): Standing {
  if (saved > tolerance) return 'better';
  return saved >= -tolerance ? 'no worse' : 'worse';
}

function mirrored(estimate: Estimate): Estimate {
  return { ...estimate, value: -estimate.value, low: -estimate.high, high: -estimate.low };
}

function logs(values: Values): Float64Array {
  return Float64Array.from(values, Math.log);
}

function resampleShares(
  variants: readonly FrontVariant[],
  { seed, resamples = DEFAULT_RESAMPLES }: FrontOptions,
): number[] {
  const accuracy = bootstrapMeans(
    variants.map((variant) => variant.accuracy),
    { seed, resamples },
  );
  const times = bootstrapMeans(
    variants.map((variant) => logs(variant.durationMs)),
    { seed, resamples },
  );
  // Most pairs fall apart on the first of the three: no list is made of them.
  const beats = (a: number, b: number, r: number): boolean => {
    const gain = accuracy[a]![r]! - accuracy[b]![r]!;
    if (gain < -SLACK) return false;
    const saved = times[b]![r]! - times[a]![r]!;
    if (saved < -SLACK) return false;
    const freed = variants[b]!.memoryBytes - variants[a]!.memoryBytes;
    return freed >= -SLACK && (gain > SLACK || saved > SLACK || freed > SLACK);
  };
  return variants.map((_, b) => {
    const rivals = variants.flatMap((_rival, a) => (a === b ? [] : [a]));
    let on = 0;
    for (let r = 0; r < resamples; r += 1) if (!rivals.some((a) => beats(a, b, r))) on += 1;
    return on / resamples;
  });
}
