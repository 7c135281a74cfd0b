import { meanOf, standardDeviationOf } from './moments.ts';
import { minimumDetectableEffect } from './planning.ts';
import { requireInside, requireValues } from './require-input.ts';
import { signFlipTest } from './sign-flip-test.ts';
import type { Verdict } from './verdict.ts';

export interface SuperiorityInput {
  /** Candidate minus baseline, one number per document. */
  differences: Float64Array;
  /** Two-sided error rate of the family, in (0, 0.5). */
  alpha: number;
  seed: number;
  /** From `stepDownMaxT` or `holm` where several candidates are compared; the raw p-value unless told. */
  adjustedPValue?: number;
}

export interface SuperiorityDecision {
  verdict: Verdict;
  reason: string;
  n: number;
  difference: number;
  alpha: number;
  pValue: number;
  adjustedPValue: number;
  /** Documents on which the candidate is better, worse, the same. */
  wins: number;
  losses: number;
  ties: number;
  minimumDetectableEffect: number;
}

/**
 * Is the candidate better? BETTER or WORSE when the adjusted two-sided p of the sign-flip test is at most alpha, by the
 * sign of the mean difference; else CANNOT_TELL. Assumes independent documents.
 */
export function decideSuperiority({ differences, alpha, seed, adjustedPValue }: SuperiorityInput): SuperiorityDecision {
  requireValues(differences, 'differences');
  requireInside(alpha, 'alpha', 0, 0.5);
  const n = differences.length;
  const difference = meanOf(differences);
  const { pValue } = signFlipTest(differences, { seed });
  const adjusted = adjustedPValue ?? pValue;
  const decided = adjusted <= alpha && difference !== 0;
  const verdict = decided ? (difference > 0 ? 'BETTER' : 'WORSE') : 'CANNOT_TELL';
  const reason = `adjusted p = ${pText(adjusted)}, ${decided ? 'at most' : 'above'} ${alpha}`;
  const wins = differences.filter((d) => d > 0).length;
  const losses = differences.filter((d) => d < 0).length;
  return {
    verdict,
    reason,
    n,
    difference,
    alpha,
    pValue,
    adjustedPValue: adjusted,
    wins,
    losses,
    ties: n - wins - losses,
    minimumDetectableEffect: minimumDetectableEffect(standardDeviationOf(differences), n, { alpha }),
  };
}

/** 0.00412 -> `0.004`; below a thousandth `<0.001`. */
export function pText(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
