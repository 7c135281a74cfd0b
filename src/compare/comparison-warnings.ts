import type { DecisionSpec } from '../spec/spec.ts';
import { percent, points } from '../statistics/non-inferiority.ts';
import { LEAST_DOCUMENTS } from '../statistics/planning.ts';
import { type MeasuredVariant, metricOf } from './measured-variant.ts';

/** A baseline that gets less right than this is hardly a baseline: the comparison is about failures. */
const HARDLY_RIGHT = 0.1;
/** A baseline that breaks so many documents hides what the candidate breaks. */
const MOSTLY_BROKEN = 0.5;

/** Mean of the metric that is decided about, over documents; 0 without documents. */
export function meanMetric({ documents }: MeasuredVariant, metric: DecisionSpec['metric']): number {
  if (documents.length === 0) return 0;
  return documents.reduce((sum, document) => sum + metricOf(document, metric), 0) / documents.length;
}

/**
 * Why SAFE would mean nothing here: a baseline whose score is not above the margin cannot lose more than the margin,
 * whatever the candidate does. `null` where it can.
 */
export function nothingToLose(baseline: MeasuredVariant, { metric, margin }: DecisionSpec): string | null {
  const mean = meanMetric(baseline, metric);
  if (mean > margin) return null;
  return `${baseline.id} itself gets ${percent(mean)} right, so there is no ${points(margin)} to lose`;
}

/** What a reader must know beside the verdict of one compared pair; empty when nothing weakens it. */
export function comparisonWarnings(
  baseline: MeasuredVariant,
  candidate: MeasuredVariant,
  { metric, question }: DecisionSpec,
): string[] {
  const warnings: string[] = [];
  const n = candidate.documents.length;
  const mean = meanMetric(baseline, metric);
  if (mean < HARDLY_RIGHT) {
    const other = percent(meanMetric(candidate, metric));
    warnings.push(
      `${baseline.id} gets only ${percent(mean)} right and ${candidate.id} ${other}: two variants that fail alike are not a success. Look at the answers first.`,
    );
  }
  const broken = baseline.documents.filter((document) => document.broken).length;
  if (n > 0 && broken / n >= MOSTLY_BROKEN) {
    warnings.push(
      `${baseline.id} breaks ${broken} of ${n} documents: what ${candidate.id} breaks beyond it can hardly be seen.`,
    );
  }
  if (question === 'superiority' && n < LEAST_DOCUMENTS) {
    warnings.push(
      `${candidate.id} against ${baseline.id} is exploratory: ${n} documents, fewer than ${LEAST_DOCUMENTS}.`,
    );
  }
  return warnings;
}
