import { type BootstrapOptions, meanEstimate } from './bootstrap.ts';
import { matchedOddsRatio, type OddsRatio, type PairedEffect, pairedEffect } from './effect-sizes.ts';
import type { Estimate } from './estimate.ts';
import { mcNemarMidP, tango } from './paired-binary.ts';
import { minimumDetectableEffect } from './planning.ts';
import { standardDeviationOf } from './moments.ts';
import { subtract } from './rank-sets.ts';
import { requireSameLength, type Values } from './require-input.ts';
import { type SignFlipResult, signFlipTest } from './sign-flip-test.ts';
import { tEstimate } from './t-interval.ts';

export interface PairedComparison {
  /** Candidate minus baseline. */
  difference: Estimate;
  differenceT: Estimate;
  test: SignFlipResult;
  effect: PairedEffect;
  minimumDetectableEffect: number;
}

/** Everything about the difference of two variants over the same documents, one number per document. */
export function comparePaired(candidate: Values, baseline: Values, options: BootstrapOptions): PairedComparison {
  requireSameLength(candidate, baseline, 'candidate and baseline');
  const { level = 0.95, range = [-1, 1], seed } = options;
  const differences = subtract(candidate, baseline);
  const difference = meanEstimate(differences, { ...options, range });
  const sd = standardDeviationOf(differences);
  return {
    difference,
    differenceT: tEstimate(differences, { level, range }),
    test: signFlipTest(differences, { seed }),
    effect: pairedEffect(differences),
    minimumDetectableEffect: minimumDetectableEffect(sd, differences.length, { alpha: 1 - level }),
  };
}

export interface BinaryComparison {
  candidateOnly: number;
  baselineOnly: number;
  difference: Estimate;
  /** McNemar mid-p. */
  pValue: number;
  /** Candidate only over baseline only. */
  oddsRatio: OddsRatio;
}

/** The same for a yes-or-no outcome such as "every field right". */
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
