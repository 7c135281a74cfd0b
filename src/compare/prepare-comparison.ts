import type { DecisionSpec } from '../spec/spec.ts';
import { DEFAULT_BOOTSTRAP, estimateMean } from '../statistics/bootstrap.ts';
import { tEstimate } from '../statistics/t-interval.ts';
import { comparisonDetails } from './compare-details.ts';
import { comparisonWarnings, nothingToLose } from './comparison-warnings.ts';
import { type BaselineFields, collectFlips, countFlips } from './flips.ts';
import type { MeasuredVariant } from './measured-variant.ts';
import { pairDifferences, type Refusal } from './pair-differences.ts';
import { breaksDocument } from './race-pair.ts';
import type { ComparisonSummary, Flip } from './run-summary.ts';

export interface PairInput {
  baseline: MeasuredVariant;
  candidate: MeasuredVariant;
  /** Known to the caller and not to the records, e.g. another dataset; where nothing was measured that is said instead. */
  refusal?: Refusal | undefined;
  decision: DecisionSpec;
  seed: number;
  axesOf?: ((document: string) => Record<string, string>) | undefined;
  /** `false` counts the flips and gives none of them. */
  keepFlips?: boolean | undefined;
  /** Those of `pairDifferences`, where the caller has them. */
  differences?: Float64Array | undefined;
  /** Shared by the pairs of one baseline. */
  held?: BaselineFields | undefined;
}

/** Everything about a pair that its own records say; what else is compared beside it decides the rest. Holds no record. */
export type PreparedComparison = { names: { baseline: string; candidate: string } } & (
  | { kind: 'refused'; refusal: Refusal }
  | ({ kind: 'measured' } & MeasuredPair)
);

export interface MeasuredPair {
  /** Candidate minus baseline, one number per document. */
  differences: Float64Array;
  brokenCount: number;
  /** Why SAFE would mean nothing; `null` where it would not. */
  nothingToLose: string | null;
  flips: Flip[];
  counts: ComparisonSummary['flips'];
  estimates: Pick<ComparisonSummary, 'difference' | 'differenceT'>;
  details: Pick<ComparisonSummary, 'paired' | 'fieldTests' | 'weighted' | 'warnings'>;
}

/** Looks at the records of a pair once: differences, flips, intervals, effect sizes. */
export function prepareComparison(input: PairInput): PreparedComparison {
  const { baseline, candidate, decision, seed } = input;
  const names = { baseline: baseline.id, candidate: candidate.id };
  const differences = input.differences ?? pairDifferences(baseline, candidate, decision.metric);
  if (!(differences instanceof Float64Array)) {
    const unmeasured = differences.verdict === 'NOT_MEASURED';
    return { names, kind: 'refused', refusal: unmeasured ? differences : (input.refusal ?? differences) };
  }
  if (input.refusal !== undefined) return { names, kind: 'refused', refusal: input.refusal };
  const flips = collectFlips(baseline, candidate, input.held);
  const level = 0.95;
  const { interval = 'bootstrap' } = decision;
  const kind = interval === 'bootstrap' ? DEFAULT_BOOTSTRAP : interval;
  const warnings = comparisonWarnings(baseline, candidate, decision);
  return {
    names,
    kind: 'measured',
    differences,
    brokenCount: candidate.documents.filter((document, i) => {
      const before = baseline.documents[i];
      return before !== undefined && breaksDocument(before, document);
    }).length,
    nothingToLose: nothingToLose(baseline, decision),
    flips: input.keepFlips === false ? [] : flips,
    counts: countFlips(flips),
    estimates: {
      difference: estimateMean(differences, kind, { seed, level, range: [-1, 1] }),
      differenceT: tEstimate(differences, { level, range: [-1, 1] }),
    },
    details: {
      ...comparisonDetails({ baseline, candidate, decision, seed, axesOf: input.axesOf }, { differences, flips }),
      ...(warnings.length > 0 && { warnings }),
    },
  };
}
