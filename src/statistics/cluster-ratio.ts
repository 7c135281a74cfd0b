import type { Estimate } from './estimate.ts';
import { sumOf } from './moments.ts';
import { emptyDenominator, requireInside, requireSameLength, requireValues, type Values } from './require-input.ts';
import { type IntervalOptions, ONE_DOCUMENT } from './t-interval.ts';
import { tQuantile } from './student-t.ts';

export interface ClusterRatio extends Estimate {
  standardError: number;
  /** Variance against that of independent fields: how much a field-level interval would be too sure. `null` at 0 or 1. */
  designEffect: number | null;
}

/**
 * Ratio of two sums over documents, e.g. micro accuracy = right fields / fields, with a standard error that holds for
 * fields clustered in documents: u = x - ratio * m, se = sqrt(n / (n - 1) * sum u^2) / sum m (linearisation; Liang and
 * Zeger 1986, Cochran 1977, 6.3). Interval: t with n - 1 degrees of freedom. Assumes independent documents and enough of
 * them that the sum of denominators varies little.
 */
export function clusterRatio(numerators: Values, denominators: Values, options: IntervalOptions = {}): ClusterRatio {
  const { level = 0.95, range = [0, 1] } = options;
  requireValues(numerators, 'numerators');
  requireValues(denominators, 'denominators');
  requireSameLength(numerators, denominators, 'numerators and denominators');
  requireInside(level, 'level', 0, 1);
  const n = numerators.length;
  const fields = sumOf(denominators);
  if (fields === 0) throw emptyDenominator('ratio');
  const value = sumOf(numerators) / fields;
  const residuals = Float64Array.from(numerators, (x, i) => x - value * (denominators[i] as number));
  const squares = sumOf(residuals.map((u) => u * u));
  const naive = (value * (1 - value)) / fields;
  const method = 'cluster-robust t over documents';
  if (n === 1) {
    return {
      value,
      low: range[0],
      high: range[1],
      level,
      method: ONE_DOCUMENT,
      n,
      standardError: 0,
      designEffect: null,
    };
  }
  const standardError = Math.sqrt((n / (n - 1)) * squares) / Math.abs(fields);
  const half = tQuantile((1 + level) / 2, n - 1) * standardError;
  const designEffect = naive > 0 ? standardError ** 2 / naive : null;
  return { value, low: value - half, high: value + half, level, method, n, standardError, designEffect };
}
