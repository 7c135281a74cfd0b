import { binomialCdf } from './incomplete-beta.ts';
import { normalQuantile } from './normal.ts';
import { documentsToCertify } from './planning.ts';
import { rateUpperBound } from './rate-interval.ts';
import { requireInside, requireInteger } from './require-input.ts';
import { tQuantile } from './student-t.ts';

export interface SettleInput {
  /** Documents seen so far; 0 before a run. */
  n: number;
  /** Standard deviation of the paired differences, seen or from a pilot. */
  sd: number;
  /** Mean difference of the documents seen so far; 0 before a run. */
  seen?: number;
  /** True difference that is planned for in further documents; 0 unless there is a reason. */
  difference?: number;
  margin: number;
  brokenCount: number;
  brokenMargin: number;
  alpha: number;
  /** Chance that a gate passes, 0.8 unless told. */
  power?: number;
}

const MOST = 10_000_000;

/**
 * Documents in all at which each gate passes with the given chance, those seen so far included; `null` where no number
 * of documents would do. Gate 1: the L* to be expected, with its added document, less z[power] standard errors of the
 * further documents' share, is above -margin. Gate 2: the chance that further documents, breaking at the rate seen so
 * far, keep the exact bound within brokenMargin.
 */
export function documentsToSettle(input: SettleInput): number | null {
  const { n, sd, seen = 0, difference = 0, margin, brokenMargin, brokenCount, alpha, power = 0.8 } = input;
  requireInside(sd, 'sd', -Number.MIN_VALUE, Infinity);
  requireInside(power, 'power', 0, 1);
  requireInteger(brokenCount, 'brokenCount', 0, n);
  const floor = Math.max(documentsToCertify(margin, alpha), documentsToCertify(brokenMargin, alpha), n);
  const rate = n === 0 ? 0 : brokenCount / n;
  if (margin + difference <= 0 || (brokenCount > 0 && rate >= brokenMargin)) return null;
  const z = normalQuantile(power);
  const lossPasses = (size: number): boolean => {
    const mean = (n * seen + (size - n) * difference) / size;
    const doubt = (z * sd * Math.sqrt(size - n)) / size;
    return expectedLowerBound(size, mean, sd, alpha) - doubt > -margin;
  };
  const breaksPass = (size: number): boolean => {
    const most = mostBroken(size, brokenMargin, alpha);
    return most >= brokenCount && binomialCdf(most - brokenCount, size - n, rate) >= power;
  };
  const loss = smallest(Math.max(floor, 2), lossPasses);
  const breaks = brokenCount === 0 ? floor : smallest(floor, breaksPass);
  return loss === null || breaks === null ? null : Math.max(loss, breaks);
}

function expectedLowerBound(size: number, difference: number, sd: number, alpha: number): number {
  const mean = (size * difference - 1) / (size + 1);
  const variance = ((size - 1) * sd * sd + (size / (size + 1)) * (1 + difference) ** 2) / size;
  return mean - (tQuantile(1 - alpha, size) * Math.sqrt(variance)) / Math.sqrt(size + 1);
}

/** Largest count of broken documents that still passes gate 2; -1 when none does. */
function mostBroken(size: number, brokenMargin: number, alpha: number): number {
  let passing = -1;
  let failing = Math.ceil(size * brokenMargin) + 1;
  while (failing - passing > 1) {
    const middle = Math.floor((passing + failing) / 2);
    if (rateUpperBound(Math.min(middle, size), size, alpha) <= brokenMargin) passing = middle;
    else failing = middle;
  }
  return passing;
}

/** Smallest size from `least` on that passes, by doubling and halving; the condition hardly ever turns back. */
function smallest(least: number, passes: (size: number) => boolean): number | null {
  let high = least;
  let low = least - 1;
  while (!passes(high)) {
    low = high;
    high *= 2;
    if (high > MOST) return null;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle;
  }
  return high;
}
