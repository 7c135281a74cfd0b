import type { DecisionSpec } from '../spec/spec.ts';
import { DEFAULT_BOOTSTRAP, estimateMean } from '../statistics/bootstrap.ts';
import { decideNonInferiority, type NonInferiorityDecision } from '../statistics/non-inferiority.ts';
import { decideSuperiority } from '../statistics/superiority.ts';
import { tEstimate } from '../statistics/t-interval.ts';
import type { Verdict } from '../statistics/verdict.ts';
import { nonInferioritySentence, superioritySentence } from '../statistics/verdict-sentence.ts';
import { comparisonDetails } from './compare-details.ts';
import { comparisonWarnings, nothingToLose } from './comparison-warnings.ts';
import { describeSets, type DocumentSets, documentSetsApart } from './document-sets.ts';
import { collectFlips, countFlips } from './flips.ts';
import { type MeasuredDocument, type MeasuredVariant, metricOf, MIXED } from './measured-variant.ts';
import { breaksDocument } from './race-pair.ts';
import type { ComparisonSummary, Flip } from './run-summary.ts';

/** Why two variants are not compared. */
export interface Refusal {
  verdict: Verdict;
  reason: string;
  /** Where the documents differ: which. */
  documentSets?: DocumentSets;
}

export interface ComparisonInput {
  baseline: MeasuredVariant;
  candidate: MeasuredVariant;
  /** Known to the caller and not to the records, e.g. another dataset; where nothing was measured that is said instead. */
  refusal?: Refusal | undefined;
  decision: DecisionSpec;
  /** Whether every earlier candidate of the declared order was SAFE. */
  earlierRungsSafe: boolean;
  seed: number;
  /** Raw and family-wise p of the sign-flip test; absent when the pair cannot be compared. */
  pValue: number;
  adjustedPValue: number;
  axesOf?: ((document: string) => Record<string, string>) | undefined;
}

export interface ComparedVariants {
  summary: ComparisonSummary;
  flips: Flip[];
}

/** Candidate minus baseline per document; `null` with the reason when the two do not hold the same documents. */
export function pairDifferences(
  baseline: MeasuredVariant,
  candidate: MeasuredVariant,
  metric: DecisionSpec['metric'],
): Float64Array | Refusal {
  for (const arm of [baseline, candidate]) {
    if (arm.documents.length === 0) return { verdict: 'NOT_MEASURED', reason: `${arm.id} has no scored record` };
  }
  const idsOf = ({ documents }: MeasuredVariant): string[] => documents.map(({ id }) => id);
  const documentSets = documentSetsApart(idsOf(baseline), idsOf(candidate));
  if (documentSets !== null || baseline.documents.length !== candidate.documents.length) {
    const apart = documentSets ?? { onlyBaseline: [], onlyCandidate: [] };
    const reason = `document sets differ: ${describeSets(apart, baseline.id, candidate.id)}`;
    return { verdict: 'INCOMPARABLE', reason, documentSets: apart };
  }
  if (baseline.scorer !== candidate.scorer || baseline.scorer?.includes(MIXED) === true) {
    const reason = `scored by version ${baseline.scorer} and version ${candidate.scorer} of the scorer`;
    return { verdict: 'INCOMPARABLE', reason };
  }
  const valueOf = (document: MeasuredDocument | undefined): number =>
    document === undefined ? 0 : metricOf(document, metric);
  return Float64Array.from(candidate.documents, (document, i) => valueOf(document) - valueOf(baseline.documents[i]));
}

/** One candidate against its baseline: difference, gates, verdict and sentence, flips. */
export function compareVariants(input: ComparisonInput): ComparedVariants {
  const { baseline, candidate, decision, seed, earlierRungsSafe } = input;
  const { margin, brokenMargin, alpha, metric } = decision;
  const differences = pairDifferences(baseline, candidate, metric);
  const names = { baseline: baseline.id, candidate: candidate.id };
  if (!(differences instanceof Float64Array)) {
    const unmeasured = differences.verdict === 'NOT_MEASURED';
    return notCompared(names, decision, unmeasured ? differences : (input.refusal ?? differences));
  }
  if (input.refusal !== undefined) return notCompared(names, decision, input.refusal);
  const flips = collectFlips(baseline, candidate);
  const counts = countFlips(flips);
  const level = 0.95;
  const differenceT = tEstimate(differences, { level });
  const { interval = 'bootstrap' } = decision;
  const kind = interval === 'bootstrap' ? DEFAULT_BOOTSTRAP : interval;
  const difference = estimateMean(differences, kind, { seed, level, range: [-1, 1] });
  const brokenCount = candidate.documents.filter((document, i) => {
    const before = baseline.documents[i];
    return before !== undefined && breaksDocument(before, document);
  }).length;
  const decided = decideNonInferiority({ differences, brokenCount, margin, brokenMargin, alpha, earlierRungsSafe });
  const empty = decided.verdict === 'SAFE' ? nothingToLose(baseline, decision) : null;
  const gates: NonInferiorityDecision =
    empty === null ? decided : { ...decided, verdict: 'CANNOT_TELL', reason: empty, moreDocuments: null };
  const warnings = comparisonWarnings(baseline, candidate, decision);
  const shared = {
    ...names,
    metric,
    difference,
    differenceT,
    margin,
    lowerBound: gates.lowerBound,
    flips: counts,
    broken: { count: brokenCount, upperBound: gates.brokenUpper, margin: brokenMargin },
    pValue: input.pValue,
    adjustedPValue: input.adjustedPValue,
    minimumDetectableEffect: gates.minimumDetectableEffect,
    n: differences.length,
    ...comparisonDetails({ baseline, candidate, decision, seed, axesOf: input.axesOf }, { differences, flips }),
    ...(warnings.length > 0 && { warnings }),
  };
  const sentenceNames = { ...names, difference, flips: counts };
  if (decision.question === 'superiority') {
    const better = decideSuperiority({ differences, alpha, seed, adjustedPValue: input.adjustedPValue });
    const { minimumDetectableEffect } = gates;
    return {
      flips,
      summary: {
        ...shared,
        verdict: better.verdict,
        reason: better.reason,
        // The spread with the added document: where nothing differs the effect is small, not 0.
        sentence: superioritySentence({ ...better, minimumDetectableEffect }, sentenceNames),
      },
    };
  }
  return {
    flips,
    summary: {
      ...shared,
      verdict: gates.verdict,
      reason: gates.reason,
      sentence: nonInferioritySentence(gates, sentenceNames),
    },
  };
}

function notCompared(
  names: { baseline: string; candidate: string },
  { metric, margin, brokenMargin }: DecisionSpec,
  { verdict, reason, documentSets }: Refusal,
): ComparedVariants {
  const whole = { value: 0, low: -1, high: 1, level: 0.95, method: 'not compared', n: 0 };
  const words = verdict === 'NOT_MEASURED' ? 'NOT MEASURED' : verdict;
  return {
    flips: [],
    summary: {
      ...names,
      metric,
      difference: whole,
      differenceT: whole,
      margin,
      verdict,
      reason,
      sentence: `${words}: ${names.candidate} vs ${names.baseline}: ${reason}.`,
      lowerBound: -1,
      flips: { lost: 0, gained: 0, changedStillWrong: 0 },
      broken: { count: 0, upperBound: 1, margin: brokenMargin },
      pValue: 1,
      adjustedPValue: 1,
      minimumDetectableEffect: 1,
      n: 0,
      ...(documentSets && { documentSets }),
    },
  };
}
