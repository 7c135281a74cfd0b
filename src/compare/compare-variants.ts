import type { DecisionSpec } from '../spec/spec.ts';
import { decideNonInferiority, type NonInferiorityDecision } from '../statistics/non-inferiority.ts';
import { decideSuperiority } from '../statistics/superiority.ts';
import { nonInferioritySentence, superioritySentence } from '../statistics/verdict-sentence.ts';
import type { Refusal } from './pair-differences.ts';
import { type MeasuredPair, type PairInput, prepareComparison, type PreparedComparison } from './prepare-comparison.ts';
import type { ComparisonSummary, Flip } from './run-summary.ts';

/** What other comparisons say about one. */
export interface Beside {
  /** Whether every earlier candidate of the declared order was SAFE. */
  earlierRungsSafe: boolean;
  /** Raw and family-wise p of the sign-flip test; 1 when the pair cannot be compared. */
  pValue: number;
  adjustedPValue: number;
}

export interface ComparedVariants {
  summary: ComparisonSummary;
  flips: Flip[];
}

/** One candidate against its baseline: difference, gates, verdict and sentence, flips. */
export function compareVariants(input: PairInput & Beside): ComparedVariants {
  return decideComparison(prepareComparison(input), input, input);
}

/** The verdict of a prepared pair, with what the comparisons beside it say. */
export function decideComparison(
  prepared: PreparedComparison,
  beside: Beside,
  { decision, seed }: Pick<PairInput, 'decision' | 'seed'>,
): ComparedVariants {
  const { names } = prepared;
  if (prepared.kind === 'refused') return notCompared(names, decision, prepared.refusal);
  const { differences, brokenCount, counts, flips } = prepared;
  const { metric, margin, brokenMargin, alpha } = decision;
  const { pValue, adjustedPValue } = beside;
  const gates = gatesOf(prepared, beside, decision);
  const shared = {
    ...names,
    metric,
    ...prepared.estimates,
    margin,
    lowerBound: gates.lowerBound,
    flips: counts,
    broken: { count: brokenCount, upperBound: gates.brokenUpper, margin: brokenMargin },
    pValue,
    adjustedPValue,
    minimumDetectableEffect: gates.minimumDetectableEffect,
    n: differences.length,
    ...prepared.details,
  };
  const sentenceNames = { ...names, difference: prepared.estimates.difference, flips: counts };
  if (decision.question === 'superiority') {
    const better = decideSuperiority({ differences, alpha, seed, adjustedPValue });
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

function gatesOf(
  { differences, brokenCount, nothingToLose }: MeasuredPair,
  { earlierRungsSafe }: Beside,
  { margin, brokenMargin, alpha }: DecisionSpec,
): NonInferiorityDecision {
  const decided = decideNonInferiority({ differences, brokenCount, margin, brokenMargin, alpha, earlierRungsSafe });
  if (decided.verdict !== 'SAFE' || nothingToLose === null) return decided;
  return { ...decided, verdict: 'CANNOT_TELL', reason: nothingToLose, moreDocuments: null };
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
