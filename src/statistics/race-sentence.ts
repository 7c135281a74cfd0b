import type { Estimate } from './estimate.ts';
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
  /** Documents that the candidate broke and the baseline did not, and the anytime bound of their share. */
  broken?: { count: number; upperBound: number };
  /** Mean difference with its anytime bounds (`anytimeEstimate`). */
  difference?: Estimate;
  /** Documents below which no race of this kind can end in SAFE. */
  floor?: number;
}

/** The verdict of a comparison that may stop early, for people: it reports E and its bound, never a fixed-sample interval. */
export function raceSentence(decision: RaceDecision, names: RaceNames): string {
  const { candidate, baseline, margin, alpha, documents = 'invoices', lowerBound } = names;
  const safe = Math.min(decision.evidenceSafe, decision.evidenceUnbroken);
  const evidence = decision.verdict === 'WORSE' ? decision.evidenceWorse : safe;
  const proof = `E = ${evidence.toPrecision(3)}, ${decision.threshold.toPrecision(3)} needed`;
  const seen = seenText(names.difference);
  if (decision.verdict === 'SAFE') {
    const confidence = `${percent(1 - alpha).replace('.0', '')} one-sided, valid at every look`;
    const bound = lowerBound === undefined ? margin : Math.max(0, -lowerBound);
    const claim = `${candidate} loses at most ${points(bound)} vs ${baseline}`;
    const broken = brokenText(names.broken, decision.documents, documents);
    return `SAFE at ${points(margin)} after ${decision.documents} ${documents}: ${claim} (${confidence}; ${seen}${proof})${broken}.`;
  }
  if (decision.verdict === 'WORSE') {
    return `WORSE after ${decision.documents} ${documents}: ${candidate} is beyond the ${points(margin)} margin vs ${baseline} (${seen}${proof}).`;
  }
  const { floor = 0 } = names;
  if (decision.documents < floor) {
    return `TOO FEW: ${decision.documents} ${documents} cannot settle ${points(margin)}; a race needs at least ${floor} ${documents} (${seen}${proof}).`;
  }
  return `CANNOT TELL YET after ${decision.documents} ${documents}: ${candidate} vs ${baseline} at ${points(margin)} (${seen}${proof}).`;
}

function seenText(difference: Estimate | undefined): string {
  if (difference === undefined) return '';
  const { value, low, high, level } = difference;
  return `seen ${signed(value)} pt, ${percent(level).replace('.0', '')} betting bounds ${signed(low)} to ${signed(high)}; `;
}

function brokenText(broken: RaceNames['broken'], n: number, documents: string): string {
  if (broken === undefined) return '';
  return `; breaks at most ${percent(broken.upperBound)} more ${documents} (${broken.count} of ${n})`;
}

function signed(fraction: number): string {
  const size = Math.abs(100 * fraction).toFixed(1);
  return size === '0.0' ? size : `${fraction < 0 ? '−' : '+'}${size}`;
}
