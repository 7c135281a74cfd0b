import { Random } from '../core/random.ts';
import { visitEveryFlip, visitRandomFlips } from './flipped-sums.ts';
import { sumOf } from './moments.ts';
import { requireInteger, requireValues, type Values } from './require-input.ts';

/** Up to so many documents with a difference every one of the 2^m sign patterns is visited. */
export const EXACT_SIGN_FLIPS = 18;
export const DEFAULT_DRAWS = 20_000;
/** Sums that differ by less are ties: the same decimal fractions added in another order. */
export const TIE = 1e-9;

export interface SignFlipOptions {
  seed: number;
  /** Random sign patterns where they are too many to visit; 20,000 unless told. */
  draws?: number;
  alternative?: 'two-sided' | 'less' | 'greater';
}

export interface SignFlipResult {
  /** Never 0: at least 1 / (draws + 1), or 1 / 2^m when exact. */
  pValue: number;
  exact: boolean;
  /** Sign patterns compared. */
  patterns: number;
  /** Documents whose difference is not 0. */
  nonZero: number;
}

/**
 * Sign-flip test of paired differences, one per document (Fisher's randomisation test). Null hypothesis: the
 * differences are symmetric around 0, as they are when the two variants are exchangeable document by document.
 * Documents without a difference do not matter. All of them zero: p = 1.
 */
export function signFlipTest(differences: Values, options: SignFlipOptions): SignFlipResult {
  const { seed, draws = DEFAULT_DRAWS, alternative = 'two-sided' } = options;
  requireValues(differences, 'differences');
  requireInteger(draws, 'draws', 1);
  // Sizes in ascending order: the draws then depend neither on the order of the documents nor on who is the candidate.
  const moved = Float64Array.from(differences, Math.abs)
    .filter((d) => d !== 0)
    .sort();
  const observed = sumOf(differences);
  const reaches = reachesAsFar(observed, alternative);
  const exact = moved.length <= EXACT_SIGN_FLIPS;
  const patterns = exact ? 2 ** moved.length : draws;
  let hits = 0;
  const count = (sums: Float64Array): void => {
    if (reaches(sums[0] as number)) hits += 1;
  };
  const rows = Array.from(moved, (d) => Float64Array.of(d));
  if (exact) visitEveryFlip(rows, 1, count);
  else visitRandomFlips(rows, 1, { random: Random.stream(seed, 'sign-flip'), draws }, count);
  return { pValue: exact ? hits / patterns : (1 + hits) / (1 + draws), exact, patterns, nonZero: moved.length };
}

function reachesAsFar(observed: number, alternative: 'two-sided' | 'less' | 'greater'): (sum: number) => boolean {
  if (alternative === 'less') return (sum) => sum <= observed + TIE;
  if (alternative === 'greater') return (sum) => sum >= observed - TIE;
  const least = Math.abs(observed) - TIE;
  return (sum) => Math.abs(sum) >= least;
}
