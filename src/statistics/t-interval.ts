import type { Estimate } from './estimate.ts';
import { meanOf, standardDeviationOf } from './moments.ts';
import { rateUpperBound } from './rate-interval.ts';
import { requireInside, requireValues, type Values } from './require-input.ts';
import { tQuantile } from './student-t.ts';

export interface IntervalOptions {
  /** Two-sided confidence level, 0.95 unless told. */
  level?: number;
  /** What a value can be at least and at most: the interval of a single document, about which nothing else is known. */
  range?: readonly [low: number, high: number] | undefined;
}

/**
 * Mean of one number per document with Student's t interval: mean -/+ t * sd / sqrt(n), n - 1 degrees of freedom.
 * Assumes independent documents and a mean that is close to normal. One document: the whole `range` ([-1, 1] unless told).
 * No spread: see {@link alikeEstimate}.
 */
export function tEstimate(values: Values, { level = 0.95, range }: IntervalOptions = {}): Estimate {
  requireValues(values, 'values');
  requireInside(level, 'level', 0, 1);
  const n = values.length;
  const value = meanOf(values);
  const [least, most] = range ?? [-1, 1];
  if (n === 1) return { value, low: least, high: most, level, method: ONE_DOCUMENT, n };
  const spread = standardDeviationOf(values);
  if (spread === 0) return alikeEstimate(value, n, { level, range });
  const half = (tQuantile((1 + level) / 2, n - 1) * spread) / Math.sqrt(n);
  return { value, low: value - half, high: value + half, level, method: 't over documents', n };
}

/** The method of an interval that is the whole range, because one document says nothing about the next. */
export const ONE_DOCUMENT = 'one document: the whole range';

/**
 * Mean of n documents that all have one value. Neither t nor resampling sees any spread there; but as many as the upper
 * Clopper-Pearson bound for 0 of n of all documents may have another value, anywhere in the range. Without a range nothing
 * bounds those, and the interval has no width.
 */
export function alikeEstimate(
  value: number,
  n: number,
  { level, range }: { level: number; range: IntervalOptions['range'] },
): Estimate {
  if (range === undefined) return { value, low: value, high: value, level, method: 'all documents alike', n };
  const share = rateUpperBound(0, n, 1 - level);
  return {
    value,
    low: value - share * (value - range[0]),
    high: value + share * (range[1] - value),
    level,
    method: 'all documents alike: Clopper-Pearson for the share that is not',
    n,
  };
}
