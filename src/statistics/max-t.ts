import { Random } from '../core/random.ts';
import { visitEveryFlip, visitRandomFlips } from './flipped-sums.ts';
import { sumOf } from './moments.ts';
import { requireInteger, requireSameLength, requireValues, type Values } from './require-input.ts';
import { DEFAULT_DRAWS, EXACT_SIGN_FLIPS, type SignFlipOptions } from './sign-flip-test.ts';

export interface MaxTResult {
  /** Two-sided p of each vector alone. */
  pValues: number[];
  /** Step-down max-T adjusted: the chance of any false claim in the family stays below alpha. */
  adjustedPValues: number[];
  exact: boolean;
  patterns: number;
}

/** Studentised sums compared with a relative tolerance: equal fractions in another order tie. */
const RELATIVE_TIE = 1e-9;

/**
 * Step-down max-T over shared sign flips (Westfall and Young 1993, algorithm 4.1): k vectors of paired differences over
 * the same documents; a flip turns a document's sign in all vectors at once, so their dependence is kept. The statistic
 * is |sum| / sqrt(sum of squares), a monotone function of |t| for a common n. Exact up to 18 documents with a difference.
 * Assumes subset pivotality: each comparison's null is exchangeability of candidate and baseline.
 */
export function stepDownMaxT(vectors: readonly Values[], options: Omit<SignFlipOptions, 'alternative'>): MaxTResult {
  const { seed, draws = DEFAULT_DRAWS } = options;
  requireInteger(draws, 'draws', 1);
  for (const vector of vectors) {
    requireValues(vector, 'differences');
    requireSameLength(vectors[0] ?? [], vector, 'vectors of one family');
  }
  const rows = movedRows(vectors);
  const scales = vectors.map((vector) => Math.sqrt(sumOf(Float64Array.from(vector, (d) => d * d))) || 1);
  const observed = scales.map((scale, v) => Math.abs(sumOf(vectors[v] as Values)) / scale);
  const order = observed.map((_, v) => v).sort((a, b) => observed[b]! - observed[a]!);
  const alone = vectors.map(() => 0);
  const stepped = vectors.map(() => 0);
  const exact = rows.length <= EXACT_SIGN_FLIPS;
  const count = (sums: Float64Array): void => {
    let most = 0;
    // From the smallest observed statistic up: the maximum over the hypotheses not yet rejected.
    for (let rank = order.length - 1; rank >= 0; rank -= 1) {
      const v = order[rank]!;
      const statistic = Math.abs(sums[v]!) / scales[v]!;
      const least = observed[v]! * (1 - RELATIVE_TIE) - 1e-12;
      if (statistic >= least) alone[v]! += 1;
      most = Math.max(most, statistic);
      if (most >= least) stepped[v]! += 1;
    }
  };
  if (exact) visitEveryFlip(rows, vectors.length, count);
  else visitRandomFlips(rows, vectors.length, { random: Random.stream(seed, 'max-t'), draws }, count);
  const patterns = exact ? 2 ** rows.length : draws;
  const share = (hits: number): number => (exact ? hits / patterns : (1 + hits) / (1 + draws));
  const adjustedPValues = vectors.map(() => 1);
  let floor = 0;
  for (const v of order) {
    floor = Math.max(floor, share(stepped[v]!));
    adjustedPValues[v] = floor;
  }
  return { pValues: alone.map(share), adjustedPValues, exact, patterns };
}

/**
 * The documents on which any vector is not 0, one row each, first sign positive, in ascending order: the draws then
 * depend neither on the order of the documents nor on who is the candidate.
 */
function movedRows(vectors: readonly Values[]): Float64Array[] {
  const rows: Float64Array[] = [];
  for (let i = 0; i < (vectors[0]?.length ?? 0); i += 1) {
    const row = Float64Array.from(vectors, (vector) => vector[i] as number);
    const first = row.find((d) => d !== 0);
    if (first !== undefined) rows.push(first > 0 ? row : row.map((d) => -d));
  }
  return rows.sort((a, b) => {
    const place = a.findIndex((d, v) => d !== b[v]);
    return place < 0 ? 0 : (a[place] as number) - (b[place] as number);
  });
}
