import type { Estimate } from './estimate.ts';
import { meanOf, standardDeviationOf } from './moments.ts';
import { requireInside, requireValues, type Values } from './require-input.ts';
import { tQuantile } from './student-t.ts';

export interface IntervalOptions {
  /** Two-sided confidence level, 0.95 unless told. */
  level?: number;
  /** What a value can be at least and at most: the interval of a single document, about which nothing else is known. */
  range?: readonly [low: number, high: number];
}

/**
 * Mean of one number per document with Student's t interval: mean -/+ t * sd / sqrt(n), n - 1 degrees of freedom.
 * Assumes independent documents and a mean that is close to normal. One document: the whole `range` ([-1, 1] unless told).
 */
export function tEstimate(values: Values, { level = 0.95, range = [-1, 1] }: IntervalOptions = {}): Estimate {
  requireValues(values, 'values');
  requireInside(level, 'level', 0, 1);
  const n = values.length;
  const value = meanOf(values);
  if (n === 1) return { value, low: range[0], high: range[1], level, method: ONE_DOCUMENT, n };
  const half = (tQuantile((1 + level) / 2, n - 1) * standardDeviationOf(values)) / Math.sqrt(n);
  return { value, low: value - half, high: value + half, level, method: 't over documents', n };
}

/** The method of an interval that is the whole range, because one document says nothing about the next. */
export const ONE_DOCUMENT = 'one document: the whole range';
