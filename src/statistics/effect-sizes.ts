import { meanOf, standardDeviationOf } from './moments.ts';
import { rateLowerBound, rateUpperBound } from './rate-interval.ts';
import { requireInside, requireInteger, requireValues, type Values } from './require-input.ts';

export interface PairedEffect {
  /** Documents on which the candidate is better, worse, the same. */
  wins: number;
  losses: number;
  ties: number;
  /** (wins - losses) / n: paired Cliff's delta. */
  cliffsDelta: number;
  /** Mean difference in standard deviations of the differences; `null` where nothing varies. */
  standardisedMean: number | null;
}

/** Effect sizes of paired differences, one per document; differences below 1e-9 are ties. */
export function pairedEffect(differences: Values): PairedEffect {
  requireValues(differences, 'differences');
  let wins = 0;
  let losses = 0;
  for (const d of differences) {
    if (d > 1e-9) wins += 1;
    else if (d < -1e-9) losses += 1;
  }
  const n = differences.length;
  const sd = standardDeviationOf(differences);
  const standardisedMean = sd > 0 ? meanOf(differences) / sd : null;
  return { wins, losses, ties: n - wins - losses, cliffsDelta: (wins - losses) / n, standardisedMean };
}

/** Cohen's h of two rates: 2 asin sqrt(a) - 2 asin sqrt(b). For the JSON output only: nobody reads radians. */
export function cohensH(a: number, b: number): number {
  requireInside(a, 'rate', -1e-15, 1 + 1e-15);
  requireInside(b, 'rate', -1e-15, 1 + 1e-15);
  return 2 * Math.asin(Math.sqrt(a)) - 2 * Math.asin(Math.sqrt(b));
}

/** `null` stands for a bound or value without limit. */
export interface OddsRatio {
  value: number | null;
  low: number;
  high: number | null;
  level: number;
  method: string;
}

/**
 * Matched odds ratio firstOnly / secondOnly with the exact conditional interval: Clopper-Pearson bounds p of
 * firstOnly out of the discordant documents, as p / (1 - p). Without discordant documents nothing is known: 0 to no limit.
 */
export function matchedOddsRatio(firstOnly: number, secondOnly: number, level = 0.95): OddsRatio {
  requireInteger(firstOnly, 'firstOnly', 0);
  requireInteger(secondOnly, 'secondOnly', 0);
  requireInside(level, 'level', 0, 1);
  const method = 'exact conditional, discordant documents';
  const m = firstOnly + secondOnly;
  if (m === 0) return { value: null, low: 0, high: null, level, method };
  const tail = (1 - level) / 2;
  const odds = (p: number): number | null => (p >= 1 ? null : p / (1 - p));
  const value = secondOnly === 0 ? null : firstOnly / secondOnly;
  const low = odds(rateLowerBound(firstOnly, m, tail)) ?? 0;
  return { value, low, high: odds(rateUpperBound(firstOnly, m, tail)), level, method };
}
