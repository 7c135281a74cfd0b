import { bootstrapMeans, DEFAULT_RESAMPLES, type ResampleOptions } from './bootstrap.ts';
import type { Estimate } from './estimate.ts';
import { meanOf, quantileOfSorted, standardDeviationOf } from './moments.ts';
import { normalQuantile } from './normal.ts';
import { requireInside, requireValues, type Values } from './require-input.ts';
import { tQuantile } from './student-t.ts';

/**
 * Intervals of several means over the same documents that all hold at once with the given level: mean -/+ c * se, where
 * c is the quantile of the largest |resampled mean - mean| / se over the shared resamples (max-t), widened by
 * t / z for the spread being estimated. A vector without spread gets no width. Needs two documents.
 */
export function simultaneousEstimates(
  vectors: readonly Values[],
  options: ResampleOptions & { level?: number },
): Estimate[] {
  const { level = 0.95, seed, resamples = DEFAULT_RESAMPLES } = options;
  requireInside(level, 'level', 0, 1);
  for (const vector of vectors) requireValues(vector, 'values', 2);
  const n = vectors[0]?.length ?? 0;
  const means = vectors.map(meanOf);
  const errors = vectors.map((vector) => standardDeviationOf(vector) / Math.sqrt(n));
  const most = new Float64Array(resamples);
  for (const [v, replicates] of bootstrapMeans(vectors, { seed, resamples }).entries()) {
    const error = errors[v] as number;
    if (error === 0) continue;
    for (let b = 0; b < resamples; b += 1) {
      most[b] = Math.max(most[b] as number, Math.abs((replicates[b] as number) - (means[v] as number)) / error);
    }
  }
  const probability = (1 + level) / 2;
  const widen = n > 1 ? tQuantile(probability, n - 1) / normalQuantile(probability) : 1;
  const reach = quantileOfSorted(most.sort(), level) * widen;
  const method = `max-t bootstrap over documents, simultaneous for ${vectors.length}, ${resamples} resamples`;
  return means.map((value, v) => {
    const half = reach * (errors[v] as number);
    return { value, low: value - half, high: value + half, level, method, n, seed };
  });
}
