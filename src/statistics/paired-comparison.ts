import { matchedOddsRatio, type OddsRatio } from './effect-sizes.ts';
import type { Estimate } from './estimate.ts';
import { mcNemarMidP, tango } from './paired-binary.ts';
import { requireSameLength } from './require-input.ts';

export interface BinaryComparison {
  candidateOnly: number;
  baselineOnly: number;
  difference: Estimate;
  /** McNemar mid-p. */
  pValue: number;
  /** Candidate only over baseline only. */
  oddsRatio: OddsRatio;
}

/** Two variants over the same documents by a yes-or-no outcome such as "every field right". */
export function comparePairedBinary(
  candidate: readonly boolean[],
  baseline: readonly boolean[],
  level = 0.95,
): BinaryComparison {
  requireSameLength(candidate.map(Number), baseline.map(Number), 'candidate and baseline');
  const candidateOnly = candidate.filter((right, i) => right && baseline[i] === false).length;
  const baselineOnly = baseline.filter((right, i) => right && candidate[i] === false).length;
  return {
    candidateOnly,
    baselineOnly,
    difference: tango({ firstOnly: candidateOnly, secondOnly: baselineOnly, n: candidate.length }, level),
    pValue: mcNemarMidP(candidateOnly, baselineOnly),
    oddsRatio: matchedOddsRatio(candidateOnly, baselineOnly, level),
  };
}
