import type { Estimate } from './estimate.ts';
import { wilson } from './rate-interval.ts';
import { requireValues, type Values } from './require-input.ts';

/**
 * Share of documents with at least so much of their fields right, for each threshold, with Wilson intervals: shows
 * whether a mean hides a few ruined documents (the performance profile of Agarwal et al. 2021).
 */
export function performanceProfile(accuracies: Values, thresholds: readonly number[], level = 0.95): Estimate[] {
  requireValues(accuracies, 'accuracies');
  const n = accuracies.length;
  return thresholds.map((threshold) => {
    let reached = 0;
    for (const accuracy of accuracies) if (accuracy >= threshold - 1e-9) reached += 1;
    return wilson(reached, n, level);
  });
}
