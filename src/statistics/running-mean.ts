import type { Estimate } from './estimate.ts';
import { tQuantile } from './student-t.ts';

/**
 * Mean and spread of numbers that are seen one by one and not kept: B. P. Welford, "Note on a method for calculating corrected
 * sums of squares and products", Technometrics 4 (1962).
 */
export class RunningMean {
  private n = 0;
  private mean = 0;
  private squares = 0;

  add(value: number): void {
    this.n += 1;
    const distance = value - this.mean;
    this.mean += distance / this.n;
    this.squares += distance * (value - this.mean);
  }

  /** Student's t interval for numbers that are never negative, n - 1 degrees of freedom; `null` of fewer than two, which tell no spread. */
  estimate(level = 0.95): Estimate | null {
    const { n, mean: value, squares } = this;
    if (n < 2) return null;
    const half = tQuantile((1 + level) / 2, n - 1) * Math.sqrt(squares / (n - 1) / n);
    return { value, low: Math.max(0, value - half), high: value + half, level, method: 't over trials', n };
  }
}
