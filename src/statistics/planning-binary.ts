import { binomialPmf } from './incomplete-beta.ts';
import { normalQuantile } from './normal.ts';
import { mcNemarExact, mcNemarMidP } from './paired-binary.ts';
import type { PowerOptions } from './planning.ts';
import { requireInside, requireInteger } from './require-input.ts';

/**
 * Documents for a paired yes-or-no outcome (Miettinen 1968; Connor 1987): (z[1 - alpha/2] sqrt(psi) + z[power]
 * sqrt(psi - delta^2))^2 / delta^2 with psi the share of discordant documents. Not rounded: round up.
 */
export function documentsForPairedBinary(discordant: number, difference: number, options: PowerOptions): number {
  const { alpha, power = 0.8 } = options;
  requireInside(discordant, 'discordant', 0, 1 + 1e-12);
  requireInside(difference, 'difference', 0, discordant + 1e-12);
  requireInside(alpha, 'alpha', 0, 0.5);
  requireInside(power, 'power', 0, 1);
  const [za, zb] = [normalQuantile(1 - alpha / 2), normalQuantile(power)];
  const root = za * Math.sqrt(discordant) + zb * Math.sqrt(Math.max(0, discordant - difference ** 2));
  return (root / difference) ** 2;
}

/** Largest value that the detectable effect of a paired yes-or-no outcome can take: 2.80 sqrt(psi / n) at 5 % and 80 %. */
export function detectableEffectBound(discordant: number, n: number, { alpha, power = 0.8 }: PowerOptions): number {
  requireInside(discordant, 'discordant', 0, 1 + 1e-12);
  requireInteger(n, 'n', 1);
  return (normalQuantile(1 - alpha / 2) + normalQuantile(power)) * Math.sqrt(discordant / n);
}

export interface McNemarDesign {
  n: number;
  /** Chances that only the first, only the second variant gets a document right. */
  firstOnly: number;
  secondOnly: number;
  alpha: number;
  test: 'exact' | 'mid-p';
}

/** Chance that McNemar's test rejects, by enumeration of all discordant tables; with equal chances its true size. */
export function mcNemarPower({ n, firstOnly, secondOnly, alpha, test }: McNemarDesign): number {
  requireInteger(n, 'n', 1);
  const discordant = firstOnly + secondOnly;
  requireInside(discordant, 'firstOnly + secondOnly', 0, 1);
  const pValue = test === 'exact' ? mcNemarExact : mcNemarMidP;
  const share = firstOnly / discordant;
  let power = 0;
  for (let m = 1; m <= n; m += 1) {
    const weight = binomialPmf(m, n, discordant);
    if (weight < 1e-14) continue;
    power += weight * rejectionChance(m, share, (k) => pValue(k, m - k) <= alpha);
  }
  return power;
}

/** The chance of a rejection with m discordant documents: both tails, inwards until the test no longer rejects. */
function rejectionChance(m: number, share: number, rejects: (k: number) => boolean): number {
  let chance = 0;
  for (let k = 0; 2 * k < m && rejects(k); k += 1) chance += pmf(k, m, share) + pmf(m - k, m, share);
  return chance;
}

function pmf(k: number, m: number, share: number): number {
  if (share <= 0) return k === 0 ? 1 : 0;
  if (share >= 1) return k === m ? 1 : 0;
  return binomialPmf(k, m, share);
}
