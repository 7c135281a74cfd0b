import { boundWithPseudoDocument } from './non-inferiority.ts';
import { requireInside, requireValues, type Values } from './require-input.ts';

export interface DisagreementBound {
  /** Mean share of fields whose normalised value differs between two variants. */
  rate: number;
  /** One-sided upper bound of that share at confidence 1 - alpha. */
  upper: number;
  /** Whether the mean loss is inside the margin without a single label; the gate on broken documents still applies. */
  insideMargin: boolean;
  n: number;
}

/**
 * The label-free shortcut: a field's correctness changes only if its normalised value changes, so the mean loss is at
 * most the mean disagreement. `disagreements[i]` is the share of document i's fields, in [0, 1], whose value differs.
 * Bound as U*: one fully disagreeing document is added. Assumes that both variants are scored by the same rule.
 */
export function disagreementBound(disagreements: Values, margin: number, alpha: number): DisagreementBound {
  requireValues(disagreements, 'disagreements');
  requireInside(margin, 'margin', 0, 1);
  requireInside(alpha, 'alpha', 0, 0.5);
  for (const share of disagreements) requireInside(share, 'a disagreement', -1e-12, 1 + 1e-12);
  const shares = Float64Array.from(disagreements);
  const upper = boundWithPseudoDocument(shares, 1, alpha);
  const rate = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return { rate, upper, insideMargin: upper < margin, n: shares.length };
}
