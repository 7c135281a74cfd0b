import {
  DEFAULT_RESAMPLES,
  type BootstrapOptions,
  bootstrapMeans,
  DEFAULT_BOOTSTRAP,
  KIND_WORDS,
} from './bootstrap.ts';
import {
  basicInterval,
  bcaInterval,
  type BootstrapKind,
  expandedInterval,
  percentileInterval,
  type Resampled,
} from './bootstrap-interval.ts';
import type { Estimate } from './estimate.ts';
import { sumOf } from './moments.ts';
import { emptyDenominator, requireInside, requireSameLength, requireValues, type Values } from './require-input.ts';
import { ONE_DOCUMENT } from './t-interval.ts';

/**
 * Ratio of two sums over documents, e.g. micro F1 = sum of 2 TP / sum of (2 TP + 2 FD + FN + FA), with documents
 * resampled. `numerators[i]` and `denominators[i]` belong to document i. Resamples whose denominators sum to 0 are left
 * out. The studentised kind is not offered for ratios and gives the default.
 * One document: the whole `range` ([0, 1] unless told).
 */
export function bootstrapRatio(numerators: Values, denominators: Values, options: BootstrapOptions): Estimate {
  const { level = 0.95, seed, resamples = DEFAULT_RESAMPLES, range = [0, 1] } = options;
  const wanted = options.kind ?? DEFAULT_BOOTSTRAP;
  const kind = wanted === 'studentised' ? DEFAULT_BOOTSTRAP : wanted;
  requireValues(numerators, 'numerators');
  requireValues(denominators, 'denominators');
  requireSameLength(numerators, denominators, 'numerators and denominators');
  requireInside(level, 'level', 0, 1);
  const n = numerators.length;
  const top = sumOf(numerators);
  const bottom = sumOf(denominators);
  if (bottom === 0) throw emptyDenominator('ratio');
  const value = top / bottom;
  if (n === 1) return { value, low: range[0], high: range[1], level, method: ONE_DOCUMENT, n, seed };
  const [tops, bottoms] = bootstrapMeans([numerators, denominators], { seed, resamples }) as [
    Float64Array,
    Float64Array,
  ];
  const replicates = tops.map((each, b) => each / (bottoms[b] as number)).filter(Number.isFinite);
  const left = replicates.length < resamples ? `, ${resamples - replicates.length} empty ones left out` : '';
  const method = `bootstrap ${KIND_WORDS[kind]} of a ratio over documents, ${resamples} resamples${left}`;
  const [low, high] = ratioInterval({ value, replicates, level }, kind, numerators, denominators);
  return { value, low, high, level, method, n, seed };
}

function ratioInterval(
  resampled: Resampled,
  kind: BootstrapKind,
  numerators: Values,
  denominators: Values,
): readonly [number, number] {
  if (kind === 'percentile') return percentileInterval(resampled);
  if (kind === 'basic') return basicInterval(resampled);
  if (kind !== 'bca') return expandedInterval(resampled, numerators.length);
  const [top, bottom] = [sumOf(numerators), sumOf(denominators)];
  const leftOut = Float64Array.from(numerators, (each, i) => (top - each) / (bottom - (denominators[i] as number)));
  return bcaInterval(resampled, leftOut.filter(Number.isFinite));
}
