import type { DecisionSpec } from '../spec/spec.ts';
import { benjaminiHochberg } from '../statistics/adjust-p-values.ts';
import { cohensH, pairedEffect } from '../statistics/effect-sizes.ts';
import { newcombe } from '../statistics/newcombe.ts';
import { mcNemarMidP } from '../statistics/paired-binary.ts';
import { comparePairedBinary } from '../statistics/paired-comparison.ts';
import { stratifiedEstimate, stratifiedTEstimate } from '../statistics/stratified.ts';
import { type MeasuredDocument, type MeasuredVariant, metricOf } from './measured-variant.ts';
import type { ComparisonSummary, FieldTest, Flip, PairedSummary, WeightedSummary } from './run-summary.ts';

/** Effect sizes of a comparison whose arms hold the same documents in the same order. */
export function pairedDetails(
  baseline: MeasuredVariant,
  candidate: MeasuredVariant,
  differences: Float64Array,
): PairedSummary {
  const isExact = ({ exact }: MeasuredDocument): boolean => exact === 1;
  const [before, after] = [baseline.documents.map(isExact), candidate.documents.map(isExact)];
  const exact = comparePairedBinary(after, before);
  const n = after.length;
  const both = after.filter((right, i) => right && before[i] === true).length;
  const rate = (right: readonly boolean[]): number => right.filter(Boolean).length / n;
  const { candidateOnly: firstOnly, baselineOnly: secondOnly } = exact;
  return {
    ...pairedEffect(differences),
    cohensH: cohensH(rate(after), rate(before)),
    exact: {
      ...exact,
      differenceNewcombe: newcombe({ both, firstOnly, secondOnly, neither: n - both - firstOnly - secondOnly }),
    },
  };
}

/** Every field that flipped in some document, by itself; the least probable under "as often lost as gained" first. */
export function testFields(flips: readonly Flip[]): FieldTest[] {
  const counts = new Map<string, { lost: number; gained: number }>();
  for (const { field, kind } of flips) {
    if (kind === 'changedStillWrong') continue;
    const own = counts.get(field) ?? { lost: 0, gained: 0 };
    counts.set(field, { ...own, [kind]: own[kind] + 1 });
  }
  const tests = [...counts].map(([field, { lost, gained }]) => ({
    field,
    lost,
    gained,
    pValue: mcNemarMidP(gained, lost),
  }));
  const qValues = benjaminiHochberg(tests.map(({ pValue }) => pValue));
  return tests
    .map((test, i) => ({ ...test, qValue: qValues[i] ?? 1 }))
    .sort((a, b) => a.pValue - b.pValue || (a.field < b.field ? -1 : 1));
}

export interface WeightedInput {
  baseline: MeasuredVariant;
  candidate: MeasuredVariant;
  decision: DecisionSpec;
  seed: number;
  /** Without it a mix cannot be weighed. */
  axesOf?: ((document: string) => Record<string, string>) | undefined;
}

/** Everything that is said about a comparison beside its verdict. */
export function comparisonDetails(
  input: WeightedInput,
  { differences, flips }: { differences: Float64Array; flips: readonly Flip[] },
): Pick<ComparisonSummary, 'paired' | 'fieldTests' | 'weighted'> {
  const weighted = weightedDetails(input);
  const fieldTests = testFields(flips);
  return {
    paired: pairedDetails(input.baseline, input.candidate, differences),
    ...(fieldTests.length > 0 && { fieldTests }),
    ...(Object.keys(weighted).length > 0 && { weighted }),
  };
}

/** The difference at the experiment's own mix of documents; empty where it has none, or where a part holds one document. */
function weightedDetails({ baseline, candidate, decision, seed, axesOf }: WeightedInput): WeightedSummary {
  const { mix, metric } = decision;
  const found: WeightedSummary = {};
  if (mix !== undefined && axesOf !== undefined) {
    const parts = new Map<string, number[]>();
    for (const [i, document] of candidate.documents.entries()) {
      const value = axesOf(document.id)[mix.axis] ?? '';
      const before = baseline.documents[i];
      const change = metricOf(document, metric) - (before === undefined ? 0 : metricOf(before, metric));
      parts.set(value, [...(parts.get(value) ?? []), change]);
    }
    const strata = Object.entries(mix.weights).map(([name, weight]) => ({
      name,
      weight,
      values: parts.get(name) ?? [],
    }));
    if (strata.length > 0 && strata.every(({ values }) => values.length > 1)) {
      found.mix = stratifiedEstimate(strata, { seed });
      found.mixT = stratifiedTEstimate(strata);
    }
  }
  return found;
}
