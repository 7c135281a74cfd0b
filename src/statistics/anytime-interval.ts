import { anytimeLowerBound, Bet } from './betting.ts';
import type { Estimate } from './estimate.ts';
import { meanOf } from './moments.ts';
import { requireInside, requireValues, type Values } from './require-input.ts';

const GRID = 1000;
export const ANYTIME_METHOD = 'betting, valid at every look, grid of 0.001';

/**
 * Anytime upper bound of the mean of differences in [-1, 1]: minus the largest loss on the grid that the bet against "the
 * mean is -loss or more" shows to be exceeded; without any, the mirrored lower bound. Holds at every look at once with
 * confidence 1 - alpha.
 */
export function anytimeUpperBound(differences: Values, alpha: number): number {
  requireValues(differences, 'differences');
  requireInside(alpha, 'alpha', 0, 0.5);
  let shown = 0;
  for (let step = 1; step < GRID; step += 1) {
    const bet = Bet.onWorse({ margin: step / GRID });
    for (const d of differences) {
      bet.observe(d);
      if (bet.highest >= 1 / alpha) break;
    }
    if (bet.highest < 1 / alpha) break;
    shown = step;
  }
  if (shown > 0) return -shown / GRID;
  return -anytimeLowerBound(mirrored(differences), alpha);
}

/**
 * The mean of differences with the anytime bounds of both sides, each at half of 1 - level: what a run that may stop
 * early shows in place of an interval for a fixed number of documents.
 */
export function anytimeEstimate(differences: Values, level = 0.95): Estimate {
  requireInside(level, 'level', 0, 1);
  const alpha = (1 - level) / 2;
  const high = anytimeUpperBound(differences, alpha);
  const gain = anytimeUpperBound(mirrored(differences), alpha);
  // A gain that is shown is a closer bound than "no loss beyond the grid's first step".
  const low = gain < 0 ? -gain : anytimeLowerBound(differences, alpha);
  return { value: meanOf(differences), low, high, level, method: ANYTIME_METHOD, n: differences.length };
}

/** The same for the mean of shares in [0, 1]. */
export function anytimeShareEstimate(shares: Values, level = 0.95): Estimate {
  const alpha = (1 - level) / 2;
  const below = Float64Array.from(shares, (share) => share - 1);
  const low = Math.max(0, 1 + anytimeLowerBound(below, alpha));
  const high = Math.min(1, -anytimeLowerBound(mirrored(shares), alpha));
  return { value: meanOf(shares), low, high, level, method: ANYTIME_METHOD, n: shares.length };
}

/** Documents without any loss or broken document after which SAFE is reached, whatever else; the floor of a race. */
export function anytimeFloor(rule: { margin: number; brokenMargin: number; alpha: number }, candidates = 1): number {
  const needed = candidates / rule.alpha;
  const until = (margin: number): number => {
    // The boldest of the three gamblers has nearly all of the capital by then.
    if (margin < 1 / GRID) return Math.ceil(Math.log(3 * needed) / Math.log1p((0.95 / (1 - margin)) * margin));
    const bet = Bet.onSafe({ margin });
    let documents = 0;
    while (bet.highest < needed) {
      bet.observe(0);
      documents += 1;
    }
    return documents;
  };
  return Math.max(until(rule.margin), until(rule.brokenMargin));
}

function mirrored(values: Values): Float64Array {
  return Float64Array.from(values, (value) => -value);
}
