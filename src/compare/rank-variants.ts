import type { DecisionSpec } from '../spec/spec.ts';
import { type FrontVariant, paretoFront } from '../statistics/pareto-front.ts';
import { pairwiseDifferences, rankSetsOf } from '../statistics/rank-sets.ts';
import { trendOf } from '../statistics/trend.ts';
import { type MeasuredVariant, metricOf } from './measured-variant.ts';
import type { FrontSummary, SpeedTrendSummary } from './run-summary.ts';

/** Places and ranks are for looking, not for verdicts: fewer resamples will do. */
const RESAMPLES = 4000;
/** A line through two points says nothing that the points do not. */
const LEAST_POINTS = 3;

export interface RankInput {
  variants: readonly MeasuredVariant[];
  /** Workers that shared the documents. */
  replicas: number;
  decision: DecisionSpec;
  seed: number;
}

/**
 * Accuracy, time and memory of all variants at once: who is on the front for certain, and which ranks the accuracies
 * allow. `null` unless two variants or more hold the same documents with a time for each.
 */
export function findFront({ variants, replicas, decision, seed }: RankInput): FrontSummary[] | null {
  const arms = comparableArms(variants, decision);
  if (arms === null || arms.length < 2 || arms.some(({ memoryBytes }) => memoryBytes <= 0)) return null;
  const options = { seed, resamples: RESAMPLES };
  const differences = pairwiseDifferences(
    arms.map(({ accuracy }) => accuracy),
    options,
  );
  const places = paretoFront(arms, { ...options, margin: decision.margin, differences });
  const ranks = rankSetsOf(differences, arms.length);
  return places.map(({ id, ...place }, i) => ({
    variant: id,
    ...place,
    secondsPerDocument: secondsOf(
      variants.find((variant) => variant.id === id),
      replicas,
    ),
    memoryBytes: arms[i]?.memoryBytes ?? 0,
    bestRank: ranks[i]?.best ?? 1,
    worstRank: ranks[i]?.worst ?? places.length,
  }));
}

/** Accuracy over the logarithm of the time that a document takes; `null` with fewer than three variants with times. */
export function findSpeedTrend({ variants, replicas, decision, seed }: RankInput): SpeedTrendSummary | null {
  const arms = comparableArms(variants, decision);
  if (arms === null || arms.length < LEAST_POINTS) return null;
  const seconds = arms.map(({ id }) =>
    secondsOf(
      variants.find((variant) => variant.id === id),
      replicas,
    ),
  );
  if (seconds.some((each) => !(each > 0)) || new Set(seconds).size < LEAST_POINTS) return null;
  const { slope, intercept } = trendOf(
    seconds.map((each) => Math.log2(each)),
    arms.map(({ accuracy }) => accuracy),
    { seed },
  );
  return {
    metric: decision.metric,
    slope,
    intercept,
    points: arms.map(({ id, accuracy }, i) => ({
      variant: id,
      secondsPerDocument: seconds[i] ?? 0,
      value: accuracy.reduce((sum, value) => sum + value, 0) / accuracy.length,
    })),
  };
}

interface Arm extends FrontVariant {
  accuracy: Float64Array;
}

/** Variants that were measured, where they hold the same two documents or more, each with its time. */
function comparableArms(variants: readonly MeasuredVariant[], { metric }: DecisionSpec): Arm[] | null {
  const measured = variants.filter(({ documents }) => documents.length > 1);
  const sets = new Set(measured.map(({ documents }) => documents.map(({ id }) => id).join('\n')));
  const timed = measured.every(({ documents }) => documents.every(({ totalMs = 0 }) => totalMs > 0));
  if (sets.size !== 1 || !timed) return null;
  return measured.map(({ id, documents, measuredBytes, predictedBytes }) => ({
    id,
    accuracy: Float64Array.from(documents, (document) => metricOf(document, metric)),
    durationMs: Float64Array.from(documents, ({ totalMs = 0 }) => totalMs),
    memoryBytes: measuredBytes > 0 ? measuredBytes : predictedBytes,
  }));
}

/** Seconds of the whole machine for one document. */
function secondsOf(variant: MeasuredVariant | undefined, replicas: number): number {
  if (variant === undefined) return 0;
  const trials = variant.timedTrials ?? variant.documents.reduce((sum, { epochs }) => sum + epochs, 0);
  return trials === 0 ? 0 : variant.cohortMs / 1000 / replicas / trials;
}
