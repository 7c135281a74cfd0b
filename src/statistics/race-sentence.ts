import { percent, points } from './non-inferiority.ts';
import type { RaceDecision } from './race.ts';

export interface RaceNames {
  candidate: string;
  baseline: string;
  margin: number;
  alpha: number;
  /** Plural noun of the documents; `invoices` unless told. */
  documents?: string;
  /** For SAFE: `anytimeLowerBound` at alpha divided by the number of candidates. */
  lowerBound?: number;
}

/** The verdict of a comparison that may stop early, for people: it reports E and its bound, never a fixed-sample interval. */
export function raceSentence(decision: RaceDecision, names: RaceNames): string {
  const { candidate, baseline, margin, alpha, documents = 'invoices', lowerBound } = names;
  const safe = Math.min(decision.evidenceSafe, decision.evidenceUnbroken);
  const evidence = decision.verdict === 'WORSE' ? decision.evidenceWorse : safe;
  const proof = `E = ${evidence.toPrecision(3)}, ${decision.threshold.toPrecision(3)} needed`;
  if (decision.verdict === 'SAFE') {
    const confidence = `${percent(1 - alpha).replace('.0', '')} one-sided, valid at every look`;
    const bound = lowerBound === undefined ? margin : Math.max(0, -lowerBound);
    const claim = `${candidate} loses at most ${points(bound)} vs ${baseline}`;
    return `SAFE at ${points(margin)} after ${decision.documents} ${documents}: ${claim} (${confidence}; ${proof}).`;
  }
  if (decision.verdict === 'WORSE') {
    return `WORSE after ${decision.documents} ${documents}: ${candidate} is beyond the ${points(margin)} margin vs ${baseline} (${proof}).`;
  }
  return `CANNOT TELL YET after ${decision.documents} ${documents}: ${candidate} vs ${baseline} at ${points(margin)} (${proof}).`;
}
