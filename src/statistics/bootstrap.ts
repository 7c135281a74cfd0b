import {
  type BootstrapKind,
  basicInterval,
  bcaInterval,
  expandedInterval,
  percentileInterval,
  type Resampled,
  studentisedInterval,
} from './bootstrap-interval.ts';
import type { Estimate } from './estimate.ts';
import { meanOf, standardDeviationOf } from './moments.ts';
import { packIntegers } from './pack-integers.ts';
import { requireInside, requireInteger, requireSameLength, requireValues, type Values } from './require-input.ts';
import { blocksOf, drawResamples, GROUP, MOST_DOCUMENTS } from './resample-counts.ts';

import { alikeEstimate, type IntervalOptions, ONE_DOCUMENT, tEstimate } from './t-interval.ts';
import { makeLanes, weightedSums } from './weighted-sums.ts';

/** The kind that covers best in the simulations of `tests/statistics`; the figures are in `docs/statistics.md`. */
export const DEFAULT_BOOTSTRAP: BootstrapKind = 'expanded';
export const DEFAULT_RESAMPLES = 10_000;

/** How a method calls each kind. */
export const KIND_WORDS: Record<BootstrapKind, string> = {
  expanded: 'expanded percentile',
  percentile: 'percentile',
  basic: 'basic',
  bca: 'BCa',
  studentised: 'studentised',
};

export interface ResampleOptions {
  seed: number;
  /** 10,000 unless told. */
  resamples?: number;
  /** Compute these blocks of 256 resamples only; the others stay 0. All blocks unless told. */
  blocks?: readonly number[];
}

export interface BootstrapOptions extends IntervalOptions, ResampleOptions {
  /** `DEFAULT_BOOTSTRAP` unless told. */
  kind?: BootstrapKind;
}

/** What an experiment may ask for as its interval: a kind of bootstrap, or Student's t. */
export type IntervalKind = BootstrapKind | 't';

/** Mean of one number per document with the interval that the experiment asks for. */
export function estimateMean(
  values: Values,
  interval: IntervalKind,
  options: Omit<BootstrapOptions, 'kind'>,
): Estimate {
  if (interval !== 't') return meanEstimate(values, { ...options, kind: interval });
  const { level = 0.95, range = [-1, 1] } = options;
  return tEstimate(values, { level, range });
}

/**
 * Means of every resample of documents, for many vectors at once: `result[v][b]` is the mean of vector v in resample b.
 * All vectors hold the same documents in the same order and meet the same resamples, so differences stay paired.
 * Two calls with the same seed, number of documents and resamples meet the same resamples too.
 */
export function bootstrapMeans(vectors: readonly Values[], options: ResampleOptions): Float64Array[] {
  const { seed, resamples = DEFAULT_RESAMPLES } = options;
  if (vectors.length === 0) return [];
  const known = options.blocks === undefined ? sharedMeans(vectors, `${seed}/${resamples}`) : null;
  if (known !== null) return known;
  const documents = vectors[0]?.length ?? 0;
  for (const vector of vectors) {
    requireValues(vector, 'values');
    requireSameLength(vectors[0] ?? [], vector, 'vectors of one bootstrap');
  }
  requireInteger(resamples, 'resamples', 1);
  requireInteger(documents, 'documents', 1, MOST_DOCUMENTS);
  const packed = packIntegers(vectors);
  const lanes = makeLanes(packed.vectors);
  const totals = packed.vectors.map(() => new Float64Array(resamples));
  const sums = new Float64Array(2 * GROUP);
  const blocks = options.blocks ?? Array.from({ length: blocksOf(resamples) }, (_, block) => block);
  for (const block of blocks) {
    drawResamples({ documents, seed, block, resamples }, (counts, first) => {
      const drawn = Math.min(GROUP, resamples - first);
      for (const lane of lanes) {
        weightedSums(counts, lane, sums);
        for (let k = 0; k < lane.vectors.length; k += 1) {
          const total = totals[lane.vectors[k] as number] as Float64Array;
          for (let j = 0; j < drawn; j += 1) total[first + j] = sums[GROUP * k + j] as number;
        }
      }
    });
  }
  const means = packed.unpack(totals);
  for (const mean of means) for (let b = 0; b < resamples; b += 1) mean[b] = (mean[b] as number) / documents;
  return means;
}

/** Means by vector, then by seed and number of resamples; they go when the vector goes. */
const shared = new WeakMap<Values, Map<string, Float64Array>>();

function sharedMeans(vectors: readonly Values[], key: string): Float64Array[] | null {
  const found = vectors.map((vector) => shared.get(vector)?.get(key));
  return found.every((means) => means !== undefined) ? found : null;
}

/**
 * Draws the resamples once for many vectors of one length: every later estimate of one of these very arrays finds its
 * means made, to the same digits. Drawing is most of what an estimate costs; vectors of the same numbers, e.g. what the
 * truth says of every variant, are added up once. The arrays must not change afterwards.
 */
export function shareResamples(vectors: readonly Values[], options: Omit<ResampleOptions, 'blocks'>): void {
  const { seed, resamples = DEFAULT_RESAMPLES } = options;
  const { unique, places } = withoutRepeats(vectors);
  const means = bootstrapMeans(unique, { seed, resamples });
  for (const [v, vector] of vectors.entries()) {
    const own = shared.get(vector) ?? new Map<string, Float64Array>();
    shared.set(vector, own.set(`${seed}/${resamples}`, means[places[v] as number] as Float64Array));
  }
}

/** Each vector of other numbers once, and which of them each vector is. */
function withoutRepeats(vectors: readonly Values[]): { unique: Values[]; places: number[] } {
  const unique: Values[] = [];
  const bySum = new Map<number, number[]>();
  const places = vectors.map((vector) => {
    let sum = 0;
    for (let i = 0; i < vector.length; i += 1) sum += vector[i] as number;
    const alike = bySum.get(sum) ?? [];
    bySum.set(sum, alike);
    const known = alike.find((place) => isSame(unique[place] as Values, vector));
    if (known !== undefined) return known;
    alike.push(unique.push(vector) - 1);
    return unique.length - 1;
  });
  return { unique, places };
}

function isSame(a: Values, b: Values): boolean {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}

/**
 * Mean of one number per document with its bootstrap interval over documents. Assumes independent documents.
 * One document: the whole `range` ([-1, 1] unless told). No spread: see `alikeEstimate`.
 */
export function meanEstimate(values: Values, options: BootstrapOptions): Estimate {
  const { level = 0.95, seed, resamples = DEFAULT_RESAMPLES, kind = DEFAULT_BOOTSTRAP, range } = options;
  requireValues(values, 'values');
  requireInside(level, 'level', 0, 1);
  const n = values.length;
  const value = meanOf(values);
  const method = `bootstrap ${KIND_WORDS[kind]} over documents, ${resamples} resamples`;
  const [least, most] = range ?? [-1, 1];
  if (n === 1) return { value, low: least, high: most, level, method: ONE_DOCUMENT, n, seed };
  if (standardDeviationOf(values) === 0) return { ...alikeEstimate(value, n, { level, range }), seed };
  const [low, high] = meanInterval(values, value, { level, seed, resamples, kind });
  return { value, low, high, level, method, n, seed };
}

function meanInterval(
  values: Values,
  value: number,
  { level, seed, resamples, kind }: { level: number; seed: number; resamples: number; kind: BootstrapKind },
): readonly [number, number] {
  const n = values.length;
  if (kind === 'studentised') {
    // Distances to the mean keep the digits that a difference of large squares would cancel.
    const distances = Float64Array.from(values, (each) => each - value);
    const squares = distances.map((each) => each * each);
    const [means, meanSquares] = bootstrapMeans([distances, squares], { seed, resamples }) as [
      Float64Array,
      Float64Array,
    ];
    const errors = means.map((mean, b) => Math.sqrt(Math.max(0, (meanSquares[b] as number) - mean * mean) / (n - 1)));
    const error = standardDeviationOf(values) / Math.sqrt(n);
    const replicates = means.map((mean) => mean + value);
    return studentisedInterval({ value, replicates, level }, errors, error);
  }
  const replicates = bootstrapMeans([values], { seed, resamples })[0] as Float64Array;
  const resampled: Resampled = { value, replicates, level };
  if (kind === 'expanded') return expandedInterval(resampled, n);
  if (kind === 'percentile') return percentileInterval(resampled);
  if (kind === 'basic') return basicInterval(resampled);
  const leftOut = Float64Array.from(values, (each) => (n * value - each) / (n - 1));
  return bcaInterval(resampled, leftOut);
}
