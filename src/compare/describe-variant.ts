import { varianceParts } from '../statistics/epochs.ts';
import { quantileOfSorted } from '../statistics/moments.ts';
import { performanceProfile } from '../statistics/performance-profile.ts';
import { clopperPearson } from '../statistics/rate-interval.ts';
import { meanOver } from './estimates-over.ts';
import type { MeasuredDocument, MeasuredVariant } from './measured-variant.ts';
import type { LatencySummary, ReliabilitySummary, VariantSummary } from './run-summary.ts';

/** Share of right fields at which the profile is taken. */
const THRESHOLDS = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1] as const;
/** Groups of the reliability diagram; never with fewer documents than this. */
const GROUPS = 10;
const LEAST_IN_GROUP = 10;
const GROUP_RESAMPLES = 2000;

export type VariantDetails = Pick<
  VariantSummary,
  'failureRate' | 'latency' | 'timing' | 'reliability' | 'profile' | 'spread'
>;

/** What the charts of a variant need beside its means; empty without documents. */
export function describeVariant({ documents, failures, timing }: MeasuredVariant, seed: number): VariantDetails {
  if (documents.length === 0) return {};
  const trials = documents.reduce((sum, { epochs }) => sum + epochs, 0);
  const accuracies = documents.map(({ fieldAccuracy }) => fieldAccuracy);
  const shares = performanceProfile(accuracies, THRESHOLDS);
  const latency = latencyOf(documents);
  const reliability = reliabilityOf(documents, seed);
  const spread = spreadOf(documents);
  return {
    failureRate: clopperPearson(Math.min(failures, trials), trials),
    profile: THRESHOLDS.map((threshold, i) => ({ threshold, share: shares[i] as (typeof shares)[number] })),
    ...(latency !== null && { latency }),
    ...(timing !== undefined && { timing }),
    ...(reliability !== null && { reliability }),
    ...(spread !== null && { spread }),
  };
}

function latencyOf(documents: readonly MeasuredDocument[]): LatencySummary | null {
  const times = documents.flatMap(({ totalMs }) => (totalMs === undefined ? [] : [totalMs]));
  const sorted = Float64Array.from(times).sort();
  if (sorted.length === 0) return null;
  const at = (share: number): number => Math.round(quantileOfSorted(sorted, share) * 1000) / 1000;
  return {
    documents: sorted.length,
    medianMs: at(0.5),
    p90Ms: at(0.9),
    p99Ms: at(0.99),
    quantilesMs: Array.from({ length: 21 }, (_, i) => at(i / 20)),
  };
}

/** Groups of documents of like confidence, each with the share of fields that it gets right. */
function reliabilityOf(documents: readonly MeasuredDocument[], seed: number): ReliabilitySummary | null {
  const known = documents
    .flatMap(({ id, confidence, fieldAccuracy }) =>
      confidence === undefined ? [] : [{ id, confidence, fieldAccuracy }],
    )
    .sort((a, b) => a.confidence - b.confidence || (a.id < b.id ? -1 : 1));
  const count = Math.min(GROUPS, Math.floor(known.length / LEAST_IN_GROUP));
  if (count < 2) return null;
  const groups = Array.from({ length: count }, (_, g) => {
    const own = known.slice(Math.round((g * known.length) / count), Math.round(((g + 1) * known.length) / count));
    const accuracy = meanOver(
      Float64Array.from(own, ({ fieldAccuracy }) => fieldAccuracy),
      seed,
      GROUP_RESAMPLES,
    );
    return { confidence: own.reduce((sum, { confidence }) => sum + confidence, 0) / own.length, accuracy };
  });
  const gap = groups.reduce(
    (sum, { confidence, accuracy }) => sum + (Math.abs(confidence - accuracy.value) * accuracy.n) / known.length,
    0,
  );
  return { groups, gap };
}

function spreadOf(documents: readonly MeasuredDocument[]): NonNullable<VariantSummary['spread']> | null {
  const epochs = documents[0]?.epochs ?? 0;
  if (epochs < 2 || documents.length < 2 || documents.some((document) => document.epochs !== epochs)) return null;
  const values = documents.map(({ scores }) => scores.map(({ fieldAccuracy }) => fieldAccuracy));
  return { ...varianceParts(values), epochs };
}
