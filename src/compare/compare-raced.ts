import type { DecisionSpec } from '../spec/spec.ts';
import { anytimeEstimate, anytimeFloor } from '../statistics/anytime-interval.ts';
import { anytimeLowerBound } from '../statistics/betting.ts';
import { decideNonInferiority } from '../statistics/non-inferiority.ts';
import type { RaceDecision } from '../statistics/race.ts';
import { raceSentence } from '../statistics/race-sentence.ts';
import { tEstimate } from '../statistics/t-interval.ts';
import type { Verdict } from '../statistics/verdict.ts';
import { pairedDetails } from './compare-details.ts';
import { comparisonWarnings, nothingToLose } from './comparison-warnings.ts';
import { collectFlips, countFlips } from './flips.ts';
import type { MeasuredVariant } from './measured-variant.ts';
import { breaksDocument, type RacePair } from './race-pair.ts';
import { restrictTo } from './run-race.ts';
import type { ComparedVariants } from './compare-variants.ts';

export interface RacedInput {
  baseline: MeasuredVariant;
  candidate: MeasuredVariant;
  race: RacePair;
  decision: DecisionSpec;
  /** Comparisons that share alpha. */
  candidates: number;
}

/** Both arms on the documents that the race looked at. */
export function racedArms({ baseline, candidate, race }: Pick<RacedInput, 'baseline' | 'candidate' | 'race'>) {
  const documents = new Set(race.documents);
  return { baseline: restrictTo(baseline, documents), candidate: restrictTo(candidate, documents) };
}

/**
 * One candidate against its baseline where the run stopped when the question was settled: verdict and bounds come from
 * the bets alone, on the documents up to the decision. `differences` are those of exactly these documents.
 */
export function compareRaced(input: RacedInput, differences: Float64Array): ComparedVariants {
  const { race, decision, candidates } = input;
  const { margin, brokenMargin, metric } = decision;
  const { baseline, candidate } = racedArms(input);
  const names = { baseline: baseline.id, candidate: candidate.id };
  const flips = collectFlips(baseline, candidate);
  const alpha = decision.alpha / candidates;
  const broke = candidate.documents.map((document, i) => {
    const before = baseline.documents[i];
    return before !== undefined && breaksDocument(before, document);
  });
  const brokenCount = broke.filter(Boolean).length;
  const floor = anytimeFloor(decision, candidates);
  const { verdict, reason } = verdictOf(race.decision, { floor, empty: nothingToLose(baseline, decision) });
  const safe = verdict === 'SAFE';
  const bound = anytimeLowerBound(differences, alpha);
  const breaking = -anytimeLowerBound(
    Float64Array.from(broke, (one) => (one ? -1 : 0)),
    alpha,
  );
  // What was settled between two steps of the grid holds at the margin itself.
  const lowerBound = safe ? Math.max(bound, -margin) : bound;
  const broken = { count: brokenCount, upperBound: safe ? Math.min(breaking, brokenMargin) : breaking };
  const difference = anytimeEstimate(differences);
  const warnings = comparisonWarnings(baseline, candidate, decision);
  const { evidenceSafe, evidenceUnbroken, evidenceWorse, threshold, documents } = race.decision;
  const evidence = verdict === 'WORSE' ? evidenceWorse : Math.min(evidenceSafe, evidenceUnbroken);
  const { minimumDetectableEffect } = decideNonInferiority({
    differences,
    brokenCount,
    margin,
    brokenMargin,
    alpha: decision.alpha,
    earlierRungsSafe: true,
  });
  return {
    flips,
    summary: {
      ...names,
      metric,
      difference,
      differenceT: { ...tEstimate(differences), method: 't over documents, not valid after an early stop' },
      margin,
      verdict,
      sentence: raceSentence(
        { ...race.decision, verdict: verdict === 'SAFE' || verdict === 'WORSE' ? verdict : null },
        { ...names, margin, alpha: decision.alpha, lowerBound, broken, difference, floor },
      ),
      reason,
      lowerBound,
      flips: countFlips(flips),
      broken: { ...broken, margin: brokenMargin },
      pValue: Math.min(1, 1 / evidence),
      adjustedPValue: Math.min(1, candidates / evidence),
      minimumDetectableEffect,
      n: differences.length,
      paired: pairedDetails(baseline, candidate, differences),
      race: {
        documents,
        decided: race.decision.verdict !== null,
        evidenceSafe,
        evidenceUnbroken,
        evidenceWorse,
        threshold,
      },
      ...(warnings.length > 0 && { warnings }),
    },
  };
}

function verdictOf(
  race: RaceDecision,
  { floor, empty }: { floor: number; empty: string | null },
): { verdict: Verdict; reason: string } {
  if (race.verdict === 'SAFE' && empty !== null) return { verdict: 'CANNOT_TELL', reason: empty };
  if (race.verdict !== null) return { verdict: race.verdict, reason: race.reason };
  if (race.documents < floor)
    return { verdict: 'TOO_FEW', reason: `${race.documents} documents, a race needs at least ${floor}` };
  return { verdict: 'CANNOT_TELL', reason: race.reason };
}
