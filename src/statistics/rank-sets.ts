import type { ResampleOptions } from './bootstrap.ts';
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
  const pairs = variants.flatMap((_, a) => variants.slice(a + 1).map((_, offset) => [a, a + 1 + offset] as const));
  const sets = variants.map(() => ({ best: 1, worst: variants.length }));
  if (pairs.length === 0) return sets;
  for (const variant of variants) requireValues(variant, 'values', 2);
  const differences = pairs.map(([a, b]) => subtract(variants[a] as Values, variants[b] as Values));
  for (const [p, { low, high }] of simultaneousEstimates(differences, options).entries()) {
    const [a, b] = pairs[p] as readonly [number, number];
    if (low <= 0 && high >= 0) continue;
    const [better, worse] = low > 0 ? [a, b] : [b, a];
    sets[better]!.worst -= 1;
    sets[worse]!.best += 1;
  }
  return sets;
}

/** a - b, document by document. */
export function subtract(a: Values, b: Values): Float64Array {
  return Float64Array.from(a, (value, i) => value - (b[i] as number));
}
