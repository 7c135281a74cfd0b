import { quantileSorted, sum } from 'simple-statistics';
import type { Values } from './require-input.ts';

/** Sum with Neumaier's compensation: the digits hardly depend on the order of the documents. */
export function sumOf(values: Values): number {
  return sum(values as readonly number[]);
}

/** Arithmetic mean of at least one value. */
export function meanOf(values: Values): number {
  return sumOf(values) / values.length;
}

/** Standard deviation with n - 1; 0 for one value, and exactly 0 where all values are equal. */
export function standardDeviationOf(values: Values): number {
  const n = values.length;
  if (n < 2) return 0;
  const first = values[0] as number;
  // Distances to the first value: equal values then leave no rounding behind.
  let sum = 0;
  for (let i = 1; i < n; i += 1) sum += (values[i] as number) - first;
  const centre = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i += 1) {
    const distance = (values[i] as number) - first - centre;
    squares += distance * distance;
  }
  return Math.sqrt(squares / (n - 1));
}

/** Quantile of ascending values with linear interpolation (Hyndman and Fan type 7); the probability is held to [0, 1]. */
export function quantileOfSorted(sorted: Float64Array, probability: number): number {
  return quantileSorted(sorted as unknown as number[], Math.min(Math.max(probability, 0), 1));
}
