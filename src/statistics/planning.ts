import { normalQuantile } from './normal.ts';
import { requireInside, requireInteger } from './require-input.ts';

/** Below so many documents nothing is certified, whatever the margin: t and the gates are asymptotic there. */
export const LEAST_DOCUMENTS = 30;

/** Documents without a single failure that certify one margin: ceil(ln alpha / ln(1 - margin)). */
export function documentsToCertify(margin: number, alpha: number): number {
  requireInside(margin, 'margin', 0, 1);
  requireInside(alpha, 'alpha', 0, 0.5);
  // A quotient that is an integer up to rounding must not be raised by one.
  return Math.ceil(Math.log(alpha) / Math.log1p(-margin) - 1e-9);
}

/** Documents below which SAFE is impossible: the larger floor of both margins, and never under 30. */
export function floorOfDocuments(margin: number, brokenMargin: number, alpha: number): number {
  return Math.max(documentsToCertify(margin, alpha), documentsToCertify(brokenMargin, alpha), LEAST_DOCUMENTS);
}

/** The smallest margin that n documents without a single failure can certify: 1 - alpha^(1/n). */
export function smallestCertifiableMargin(n: number, alpha: number): number {
  requireInteger(n, 'n', 1);
  requireInside(alpha, 'alpha', 0, 0.5);
  return -Math.expm1(Math.log(alpha) / n);
}

export interface PowerOptions {
  alpha: number;
  /** Chance of detecting it, 0.8 unless told. */
  power?: number;
}

/** Difference that a two-sided test at alpha finds with the given power: (z[1 - alpha/2] + z[power]) * sd / sqrt(n). */
export function minimumDetectableEffect(sd: number, n: number, { alpha, power = 0.8 }: PowerOptions): number {
  requireInteger(n, 'n', 1);
  requireInside(alpha, 'alpha', 0, 0.5);
  requireInside(power, 'power', 0, 1);
  return ((normalQuantile(1 - alpha / 2) + normalQuantile(power)) * sd) / Math.sqrt(n);
}

export interface NonInferiorityPlan extends PowerOptions {
  /** Standard deviation of the paired differences, from a pilot. */
  sd: number;
  margin: number;
  /** True difference that is planned for, candidate minus baseline; 0 unless told. */
  difference?: number;
}

/**
 * Documents that show non-inferiority with the given power: ((z[1 - alpha] + z[power]) * sd / (margin + difference))^2,
 * before the floor of the margin. `null` when margin + difference is not positive: more will not help.
 */
export function documentsForNonInferiority(plan: NonInferiorityPlan): number | null {
  const { sd, margin, difference = 0, alpha, power = 0.8 } = plan;
  requireInside(margin, 'margin', 0, 1);
  requireInside(alpha, 'alpha', 0, 0.5);
  requireInside(power, 'power', 0, 1);
  const room = margin + difference;
  if (room <= 0) return null;
  const root = ((normalQuantile(1 - alpha) + normalQuantile(power)) * sd) / room;
  return Math.ceil(root * root - 1e-9);
}

/** Documents that a two-sided test needs for a difference worth finding; never plug in the difference that was seen. */
export function documentsForDifference(sd: number, worth: number, { alpha, power = 0.8 }: PowerOptions): number {
  requireInside(worth, 'worth', 0, 1);
  requireInside(alpha, 'alpha', 0, 0.5);
  requireInside(power, 'power', 0, 1);
  const root = ((normalQuantile(1 - alpha / 2) + normalQuantile(power)) * sd) / worth;
  return Math.ceil(root * root - 1e-9);
}
