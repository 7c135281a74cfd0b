import { quantileOfSorted } from './moments.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { sortEnds } from './sort-ends.ts';
import { tQuantile } from './student-t.ts';

export type BootstrapKind = 'expanded' | 'percentile' | 'basic' | 'bca' | 'studentised';

export interface Resampled {
  /** The statistic on the documents themselves. */
  value: number;
  /** The statistic on every resample, any order. */
  replicates: Float64Array;
  level: number;
}

type Bounds = readonly [low: number, high: number];

/** Quantiles of the replicates (Efron 1979). Range-preserving; narrow at small n. */
export function percentileInterval({ replicates, level }: Resampled): Bounds {
  const tail = (1 - level) / 2;
  const sorted = sortEnds(replicates, tail);
  return [quantileOfSorted(sorted, tail), quantileOfSorted(sorted, 1 - tail)];
}

/**
 * Percentile interval at the level that makes it as wide as Student's t where the replicates are normal: the tail
 * Phi(-t * sqrt(n / (n - 1))) in place of (1 - level) / 2 (Hesterberg 2015). Mends the narrowness at small n.
 */
export function expandedInterval(resampled: Resampled, n: number): Bounds {
  const t = tQuantile((1 + resampled.level) / 2, n - 1);
  const tail = normalCdf(-t * Math.sqrt(n / (n - 1)));
  return percentileInterval({ ...resampled, level: 1 - 2 * tail });
}

/** The quantiles mirrored at the estimate (Davison and Hinkley 1997, 5.6). May leave the range of the values. */
export function basicInterval(resampled: Resampled): Bounds {
  const [low, high] = percentileInterval(resampled);
  return [2 * resampled.value - high, 2 * resampled.value - low];
}

/**
 * Bias-corrected and accelerated (Efron 1987). `leftOut` holds the statistic with each document left out. Replicates
 * equal to the estimate (to 1e-9) count half. Falls back to the percentile interval where the correction is undefined.
 */
export function bcaInterval(resampled: Resampled, leftOut: Float64Array): Bounds {
  const { value, replicates, level } = resampled;
  const correction = bcaCorrection(value, replicates, leftOut);
  if (correction === null) return percentileInterval(resampled);
  const sorted = replicates.toSorted();
  const bound = (probability: number): number => {
    const z = correction.bias + normalQuantile(probability);
    return quantileOfSorted(sorted, normalCdf(correction.bias + z / (1 - correction.acceleration * z)));
  };
  return [bound((1 - level) / 2), bound((1 + level) / 2)];
}

export interface BcaCorrection {
  /** Share of replicates below the estimate, ties counted half. */
  share: number;
  bias: number;
  acceleration: number;
}

/** Bias and acceleration of BCa; `null` where all replicates lie on one side or nothing varies. */
export function bcaCorrection(value: number, replicates: Float64Array, leftOut: Float64Array): BcaCorrection | null {
  let below = 0;
  for (const replicate of replicates) {
    if (Math.abs(replicate - value) <= 1e-9) below += 0.5;
    else if (replicate < value) below += 1;
  }
  const share = below / replicates.length;
  let mean = 0;
  for (const each of leftOut) mean += each / leftOut.length;
  let squares = 0;
  let cubes = 0;
  for (const each of leftOut) {
    const distance = mean - each;
    squares += distance * distance;
    cubes += distance * distance * distance;
  }
  if (share === 0 || share === 1 || squares < 1e-24) return null;
  return { share, bias: normalQuantile(share), acceleration: cubes / (6 * squares ** 1.5) };
}

/**
 * Bootstrap-t (Efron 1979; Hall 1988): quantiles of (replicate - value) / its own standard error, `errors` holding the
 * standard error of every replicate and `error` that of the value. Resamples without spread are left out.
 */
export function studentisedInterval(resampled: Resampled, errors: Float64Array, error: number): Bounds {
  const { value, replicates, level } = resampled;
  const pivots: number[] = [];
  for (let b = 0; b < replicates.length; b += 1) {
    const own = errors[b] as number;
    // Relative: a resample of equal values keeps a spread of rounding.
    if (own > 1e-6 * error) pivots.push(((replicates[b] as number) - value) / own);
  }
  if (pivots.length === 0) return [value, value];
  const sorted = Float64Array.from(pivots).sort();
  const tail = (1 - level) / 2;
  return [value - quantileOfSorted(sorted, 1 - tail) * error, value - quantileOfSorted(sorted, tail) * error];
}
