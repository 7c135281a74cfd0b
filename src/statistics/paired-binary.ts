import type { Estimate } from './estimate.ts';
import { binomialCdf, binomialPmf } from './incomplete-beta.ts';
import { normalQuantile } from './normal.ts';
import { requireInside, requireInteger } from './require-input.ts';
import { solveMonotone } from './solve-monotone.ts';

/** Documents that both variants get right or wrong do not enter: only these two counts, out of n, carry information. */
export interface PairedCounts {
  /** Documents that only the first variant got right. */
  firstOnly: number;
  /** Documents that only the second variant got right. */
  secondOnly: number;
  /** All documents paired. */
  n: number;
}

/** Two-sided exact conditional McNemar p: binomial(b + c, 1/2). Over-conservative; without discordant documents p = 1. */
export function mcNemarExact(firstOnly: number, secondOnly: number): number {
  requireDiscordant(firstOnly, secondOnly);
  const m = firstOnly + secondOnly;
  return Math.min(1, 2 * binomialCdf(Math.min(firstOnly, secondOnly), m, 0.5));
}

/**
 * Two-sided McNemar mid-p (Fagerland, Lydersen and Laake 2013): the exact p less half of the chance of the observed
 * table. Close to its level where the exact test wastes power. Without discordant documents p = 1.
 */
export function mcNemarMidP(firstOnly: number, secondOnly: number): number {
  requireDiscordant(firstOnly, secondOnly);
  const m = firstOnly + secondOnly;
  if (m === 0) return 1;
  const k = Math.min(firstOnly, secondOnly);
  const point = binomialPmf(k, m, 0.5);
  return firstOnly === secondOnly ? 1 - point / 2 : 2 * binomialCdf(k, m, 0.5) - point;
}

/**
 * Difference of two paired shares, (firstOnly - secondOnly) / n, with Tango's score interval (1998): the differences
 * that a score test does not reject. Holds its level where flips are few; zero discordant documents give
 * -/+ z^2 / (n + z^2).
 */
export function tango({ firstOnly, secondOnly, n }: PairedCounts, level = 0.95): Estimate {
  requireDiscordant(firstOnly, secondOnly);
  requireInteger(n, 'n', Math.max(1, firstOnly + secondOnly));
  requireInside(level, 'level', 0, 1);
  const value = (firstOnly - secondOnly) / n;
  const high = tangoUpper({ firstOnly, secondOnly, n }, level);
  const low = -tangoUpper({ firstOnly: secondOnly, secondOnly: firstOnly, n }, level);
  return { value, low, high, level, method: 'Tango score, paired documents', n };
}

function tangoUpper(counts: PairedCounts, level: number): number {
  const value = (counts.firstOnly - counts.secondOnly) / counts.n;
  const z = normalQuantile((1 + level) / 2);
  if (value >= 1) return 1;
  const excess = (delta: number): number => -tangoScore(counts, delta) - z;
  return solveMonotone({ value: excess, low: value, high: 1 });
}

/** Score statistic of "the difference is delta", with the nuisance share at its restricted maximum likelihood. */
function tangoScore({ firstOnly: b, secondOnly: c, n }: PairedCounts, delta: number): number {
  const linear = -b - c + (2 * n - b + c) * delta;
  const constant = -c * delta * (1 - delta);
  const share = (Math.sqrt(Math.max(0, linear * linear - 8 * n * constant)) - linear) / (4 * n);
  const variance = n * (2 * share + delta * (1 - delta));
  const distance = b - c - n * delta;
  if (variance > 0) return distance / Math.sqrt(variance);
  return distance === 0 ? 0 : Math.sign(distance) * Infinity;
}

function requireDiscordant(firstOnly: number, secondOnly: number): void {
  requireInteger(firstOnly, 'firstOnly', 0);
  requireInteger(secondOnly, 'secondOnly', 0);
}
