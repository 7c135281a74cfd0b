import { quantizations } from '../models/quantizations.ts';
import type { ManifestVariant } from '../records/manifest.ts';
import type { DecisionSpec, VariantSpec } from '../spec/spec.ts';
import { LEAST_DOCUMENTS } from '../statistics/planning.ts';
import { labelSwapCheck, plantedLossCheck } from '../statistics/self-check.ts';
import { trendOf } from '../statistics/trend.ts';
import { type MeasuredVariant, metricOf } from './measured-variant.ts';
import { pairDifferences } from './pair-differences.ts';
import type { SelfCheckSummary, TrendSummary } from './run-summary.ts';

/** Simulations of each check: enough to see an error rate that is twice what it should be. */
const SIMULATIONS = 500;
/** A line through two points says nothing that the points do not. */
const LEAST_POINTS = 3;

export interface CheckInput {
  decision: DecisionSpec;
  seed: number;
}

/**
 * The error rates of the decision rule on these very documents, without inference: variants swapped at random, and a loss
 * of exactly the margin planted. Empty below 30 documents, where nothing is certified anyway.
 */
export function checkComparisons(
  pairs: readonly { baseline: MeasuredVariant; candidate: MeasuredVariant }[],
  { decision, seed }: CheckInput,
): SelfCheckSummary[] {
  const { margin, brokenMargin, alpha, metric } = decision;
  return pairs.flatMap(({ baseline, candidate }) => {
    const differences = pairDifferences(baseline, candidate, metric);
    if (!(differences instanceof Float64Array) || differences.length < LEAST_DOCUMENTS) return [];
    const options = { seed, alpha, simulations: SIMULATIONS };
    const { spread, collapsed } = plantedLossCheck(differences, { ...options, margin, brokenMargin });
    const labelSwap = labelSwapCheck(differences, options);
    return [
      { baseline: baseline.id, candidate: candidate.id, labelSwap, plantedSpread: spread, plantedCollapsed: collapsed },
    ];
  });
}

export interface TrendInput extends CheckInput {
  variants: readonly VariantSpec[];
  contents: readonly ManifestVariant[];
  measured: (id: string) => MeasuredVariant;
  /** Only variants that differ from it in nothing but the quantization are on the line. */
  baseline: string | undefined;
}

/** Accuracy over the nominal bits per weight of the quantizations; `null` with fewer than three of them on the same documents. */
export function findTrend({ variants, contents, measured, baseline, decision, seed }: TrendInput): TrendSummary | null {
  const reference = variants.find(({ id }) => id === baseline);
  if (reference === undefined) return null;
  const rest = ({ id: _id, quantization: _quantization, ...others }: VariantSpec): string => JSON.stringify(others);
  const known = variants.flatMap((variant) => {
    const name = contents.find(({ id }) => id === variant.id)?.quantization;
    const found = quantizations.find((quantization) => quantization.name === name);
    const own = measured(variant.id);
    if (rest(variant) !== rest(reference) || found === undefined || own.documents.length === 0) return [];
    const values = Float64Array.from(own.documents, (document) => metricOf(document, decision.metric));
    const documents = own.documents.map(({ id }) => id).join('\n');
    return [{ id: variant.id, bitsPerWeight: found.bitsPerWeight, values, documents }];
  });
  const bits = known.map(({ bitsPerWeight }) => bitsPerWeight);
  if (new Set(bits).size < LEAST_POINTS || new Set(known.map(({ documents }) => documents)).size > 1) return null;
  const { slope, intercept } = trendOf(
    bits,
    known.map(({ values }) => values),
    { seed },
  );
  return {
    metric: decision.metric,
    slope,
    intercept,
    points: known.map(({ id, bitsPerWeight, values }) => ({
      variant: id,
      bitsPerWeight,
      value: values.reduce((sum, value) => sum + value, 0) / values.length,
    })),
  };
}
