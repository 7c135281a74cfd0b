import { linearRegression } from 'simple-statistics';
import { type BootstrapOptions, meanEstimate } from './bootstrap.ts';
import type { Estimate } from './estimate.ts';
import { meanOf, standardDeviationOf, sumOf } from './moments.ts';
import { requireInside, requireInteger, requireSameLength, requireValues, type Values } from './require-input.ts';
import { tQuantile } from './student-t.ts';

export interface Trend {
  /** Change of the metric for one more unit of x, e.g. per bit per weight. */
  slope: Estimate;
  /** The fitted metric at x = 0. */
  intercept: number;
}

/**
 * Straight line of a metric over a quantity of the variants, e.g. accuracy over bits per weight or over log latency.
 * Ordinary least squares through the variants' means; the interval resamples documents: the slope is a weighted sum of
 * the variants' means, so it has one value per document and is estimated as any other mean. It speaks about new
 * documents for these variants, not about new variants, and not about whether the line is straight.
 */
export function trendOf(x: readonly number[], variants: readonly Values[], options: BootstrapOptions): Trend {
  requireValues(x, 'x', 2);
  requireSameLength(
    x,
    variants.map((values) => values.length),
    'x and variants',
  );
  for (const values of variants) {
    requireValues(values, 'values');
    requireSameLength(variants[0] as Values, values, 'variants of one trend');
  }
  const centre = meanOf(x);
  const spread = sumOf(x.map((each) => (each - centre) ** 2));
  requireInside(spread, 'the spread of x', 0, Infinity);
  const slopes = Float64Array.from(variants[0] as Values, (_, i) =>
    sumOf(variants.map((values, v) => ((x[v] as number) - centre) * (values[i] as number))),
  ).map((each) => each / spread);
  const { b } = linearRegression(variants.map((values, v) => [x[v] as number, meanOf(values)]));
  const widest = 1 / Math.sqrt(spread);
  const slope = meanEstimate(slopes, { range: [-widest, widest], ...options });
  return { slope: { ...slope, method: `least squares slope, ${slope.method}` }, intercept: b };
}

/**
 * Difference of two means over different documents, later minus earlier, e.g. the same experiment on another set:
 * Welch's t interval. Over the same documents subtract them first and use `meanEstimate`.
 */
export function unpairedDifference(later: Values, earlier: Values, level = 0.95): Estimate {
  requireValues(later, 'later', 2);
  requireValues(earlier, 'earlier', 2);
  requireInside(level, 'level', 0, 1);
  const value = meanOf(later) - meanOf(earlier);
  const parts = [later, earlier].map((values) => standardDeviationOf(values) ** 2 / values.length) as [number, number];
  const variance = parts[0] + parts[1];
  const n = later.length + earlier.length;
  requireInteger(n, 'n', 4);
  if (variance === 0) return { value, low: value, high: value, level, method: 'Welch t, unpaired documents', n };
  const freedom = variance ** 2 / (parts[0] ** 2 / (later.length - 1) + parts[1] ** 2 / (earlier.length - 1));
  const half = tQuantile((1 + level) / 2, freedom) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half, level, method: 'Welch t, unpaired documents', n };
}
