import type { Estimate } from './estimate.ts';
import { wilson } from './rate-interval.ts';
import { requireInteger } from './require-input.ts';

/** The whole table of two variants on the same documents. */
export interface PairedTable {
  both: number;
  firstOnly: number;
  secondOnly: number;
  neither: number;
}

/**
 * Difference of two paired shares, first minus second, by Newcombe's method 10 (1998): two Wilson intervals combined
 * with the continuity-corrected correlation of the table. `tango` is the default of Assay; this one stands beside it
 * because readers know it.
 */
export function newcombe({ both, firstOnly, secondOnly, neither }: PairedTable, level = 0.95): Estimate {
  for (const [name, count] of Object.entries({ both, firstOnly, secondOnly, neither })) requireInteger(count, name, 0);
  const n = both + firstOnly + secondOnly + neither;
  const first = wilson(both + firstOnly, n, level);
  const second = wilson(both + secondOnly, n, level);
  const value = (firstOnly - secondOnly) / n;
  const margins = (both + firstOnly) * (secondOnly + neither) * (both + secondOnly) * (firstOnly + neither);
  const excess = both * neither - firstOnly * secondOnly;
  const corrected = excess > n / 2 ? excess - n / 2 : Math.min(excess, 0);
  const correlation = margins === 0 ? 0 : corrected / Math.sqrt(margins);
  const reach = (a: number, b: number): number => Math.sqrt(Math.max(0, a * a - 2 * correlation * a * b + b * b));
  const low = value - reach(first.value - first.low, second.high - second.value);
  const high = value + reach(second.value - second.low, first.high - first.value);
  return { value, low, high, level, method: 'Newcombe 10, paired documents', n };
}
