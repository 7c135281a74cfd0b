import type { Estimate } from './estimate.ts';
import { logGamma } from './log-gamma.ts';
import { requireInside } from './require-input.ts';

/**
 * Median of the values, the upper one of an even number, with the interval between two of the values themselves: the number of
 * values below the true median is binomial with p = 1/2 (Hahn and Meeker, Statistical Intervals, 1991, 5.2). It assumes nothing
 * about the distribution. Five values or fewer cannot carry 95 %: the interval is then their whole range, and `level` is what that
 * holds. Units are those of the values; throws a RangeError for none.
 */
export function medianEstimate(values: readonly number[], level = 0.95): Estimate {
  requireInside(level, 'level', 0, 1);
  const n = values.length;
  if (n === 0) throw new RangeError('the median of no values');
  const sorted = [...values].sort((a, b) => a - b);
  const tail = (1 - level) / 2;
  // The largest number of values that may be cut from either end.
  let cut = 0;
  let below = chance(0, n);
  const widest = below;
  while (2 * (cut + 1) < n && below + chance(cut + 1, n) <= tail) {
    cut += 1;
    below += chance(cut, n);
  }
  return {
    value: sorted[n >> 1] as number,
    low: sorted[cut] as number,
    high: sorted[n - 1 - cut] as number,
    level: widest > tail ? 1 - 2 ** (1 - n) : level,
    method: 'median between order statistics',
    n,
  };
}

/** Probability of k of n at p = 1/2. */
function chance(k: number, n: number): number {
  return Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) - n * Math.LN2);
}
