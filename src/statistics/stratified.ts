import { Random } from '../core/random.ts';
import { type BootstrapOptions, bootstrapMeans, DEFAULT_RESAMPLES } from './bootstrap.ts';
import { percentileInterval } from './bootstrap-interval.ts';
import type { Estimate } from './estimate.ts';
import { meanOf, standardDeviationOf, sumOf } from './moments.ts';
import { requireInside, requireValues, type Values } from './require-input.ts';
import { tQuantile } from './student-t.ts';

export interface Stratum {
  /** e.g. a tier. */
  name: string;
  /** One number per document of this stratum. */
  values: Values;
  /** Its share in the population that is spoken about; the weights are scaled to sum to 1. */
  weight: number;
}

/**
 * Weighted mean of stratum means, sum of W * mean, documents resampled within their stratum (percentile interval).
 * A stratum of one document has no spread of its own: it is refused.
 */
export function stratifiedEstimate(
  strata: readonly Stratum[],
  options: Omit<BootstrapOptions, 'kind' | 'range'>,
): Estimate {
  const { level = 0.95, seed, resamples = DEFAULT_RESAMPLES } = options;
  const weights = stratumWeights(strata);
  requireInside(level, 'level', 0, 1);
  const replicates = new Float64Array(resamples);
  for (const [h, { name, values }] of strata.entries()) {
    // A seed of its own for every stratum: strata of equal size must not move together.
    const own = Random.stream(seed, 'stratum', name).uint32();
    const means = bootstrapMeans([values], { seed: own, resamples })[0] as Float64Array;
    for (let b = 0; b < resamples; b += 1) replicates[b]! += (weights[h] as number) * (means[b] as number);
  }
  const value = stratifiedMean(strata, weights);
  const [low, high] = percentileInterval({ value, replicates, level });
  const method = `stratified bootstrap percentile over documents, ${strata.length} strata, ${resamples} resamples`;
  return { value, low, high, level, method, n: documentsOf(strata), seed };
}

/**
 * The same mean with the t interval: variance sum of W^2 s^2 / n (Cochran 1977, 5.4), degrees of freedom after
 * Satterthwaite. No spread in any stratum: an interval of no width.
 */
export function stratifiedTEstimate(strata: readonly Stratum[], level = 0.95): Estimate {
  const weights = stratumWeights(strata);
  requireInside(level, 'level', 0, 1);
  const value = stratifiedMean(strata, weights);
  const parts = strata.map(
    ({ values }, h) => ((weights[h] as number) * standardDeviationOf(values)) ** 2 / values.length,
  );
  const variance = sumOf(parts);
  const method = `stratified t over documents, ${strata.length} strata`;
  const n = documentsOf(strata);
  if (variance === 0) return { value, low: value, high: value, level, method, n };
  const freedom = variance ** 2 / sumOf(parts.map((part, h) => part ** 2 / ((strata[h] as Stratum).values.length - 1)));
  const half = tQuantile((1 + level) / 2, freedom) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half, level, method, n };
}

function stratumWeights(strata: readonly Stratum[]): number[] {
  for (const { name, values, weight } of strata) {
    requireValues(values, `stratum ${name}`, 2);
    requireInside(weight, `weight of stratum ${name}`, 0, Infinity);
  }
  const total = sumOf(strata.map(({ weight }) => weight));
  requireInside(total, 'the sum of the stratum weights', 0, Infinity);
  return strata.map(({ weight }) => weight / total);
}

function stratifiedMean(strata: readonly Stratum[], weights: readonly number[]): number {
  return sumOf(strata.map(({ values }, h) => (weights[h] as number) * meanOf(values)));
}

function documentsOf(strata: readonly Stratum[]): number {
  return strata.reduce((sum, { values }) => sum + values.length, 0);
}
