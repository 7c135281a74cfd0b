import { usageError } from '../core/errors.ts';
import type { FieldScore } from './outcome.ts';

/**
 * Accuracy in which fields count by their weight: sum of w (TP or TN) / sum of w. Fields without a weight count 1.
 * `null` when all asked fields weigh nothing. Throws a usage error on a negative or non-finite weight.
 */
export function weightedAccuracy(
  fields: readonly FieldScore[],
  weights: Readonly<Record<string, number>>,
): number | null {
  let correct = 0;
  let total = 0;
  for (const { field, outcome } of fields) {
    const weight = weights[field] ?? 1;
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw usageError(
        'WEIGHT_INVALID',
        `field "${field}" has the weight ${weight}; allowed: 0 and above`,
        'Correct it.',
      );
    }
    total += weight;
    if (outcome === 'TP' || outcome === 'TN') correct += weight;
  }
  return total === 0 ? null : correct / total;
}
