import type { ResampleOptions } from './bootstrap.ts';
import type { Estimate } from './estimate.ts';
import { requireValues, type Values } from './require-input.ts';
import { simultaneousEstimates } from './simultaneous.ts';

/** The ranks that a variant may truly have; 1 is best. */
export interface RankSet {
  best: number;
  worst: number;
}

/**
 * Rank sets of variants over the same documents: best = 1 + variants that are certainly better, worst = k - variants
 * that are certainly worse, certain by simultaneous intervals of all pairwise differences (Mogstad et al. 2024). All
 * true ranks lie in their sets at once with the given level. One variant: rank 1.
 */
export function rankSets(variants: readonly Values[], options: ResampleOptions & { level?: number }): RankSet[] {
  return rankSetsOf(pairwiseDifferences(variants, options), variants.length);
}

/** The rank sets of so many variants from the intervals of all their differences. */
export function rankSetsOf(differences: readonly PairDifference[], variants: number): RankSet[] {
  const sets = Array.from({ length: variants }, () => ({ best: 1, worst: variants }));
  for (const { a, b, difference } of differences) {
    const { low, high } = difference;
    if (low <= 0 && high >= 0) continue;
    const [better, worse] = low > 0 ? [a, b] : [b, a];
    sets[better]!.worst -= 1;
    sets[worse]!.best += 1;
  }
  return sets;
}

/** Variant a less variant b, by their places. */
export interface PairDifference {
  a: number;
  b: number;
  difference: Estimate;
}

/** The differences of every two variants over the same documents, with intervals that all hold at once. */
export function pairwiseDifferences(
  variants: readonly Values[],
  options: ResampleOptions & { level?: number },
): PairDifference[] {
  const pairs = variants.flatMap((_, a) => variants.slice(a + 1).map((_each, offset) => [a, a + 1 + offset] as const));
  if (pairs.length === 0) return [];
  for (const variant of variants) requireValues(variant, 'values', 2);
  const differences = pairs.map(([a, b]) => subtract(variants[a] as Values, variants[b] as Values));
  const estimates = simultaneousEstimates(differences, options);
  return pairs.map(([a, b], p) => ({ a, b, difference: estimates[p] as Estimate }));
}

/** a - b, document by document. */
export function subtract(a: Values, b: Values): Float64Array {
  return Float64Array.from(a, (value, i) => value - (b[i] as number));
}
