import { logBeta } from './log-gamma.ts';
import { solveMonotone } from './solve-monotone.ts';

const TINY = 1e-300;
const MOST_TERMS = 100_000;

/**
 * Regularised incomplete beta function I_x(a, b) for a, b > 0 and x in [0, 1]: the continued fraction (Abramowitz and
 * Stegun 26.5.8) by Lentz's method, on the side of the mean where it converges fast.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const swap = x > (a + 1) / (a + b + 2);
  return swap ? 1 - tail(1 - x, b, a, x) : tail(x, a, b, 1 - x);
}

function tail(x: number, a: number, b: number, complement: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log(complement) - logBeta(a, b)) / a;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < MOST_TERMS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const step = c * d;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return Math.min(1, front * fraction);
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** The x in [0, 1] with I_x(a, b) = probability: the quantile of the beta distribution. */
export function betaQuantile(probability: number, a: number, b: number): number {
  if (probability <= 0) return 0;
  if (probability >= 1) return 1;
  const log = logBeta(a, b);
  return solveMonotone({
    value: (x) => incompleteBeta(x, a, b) - probability,
    slope: (x) => Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - log),
    low: 0,
    high: 1,
    start: a / (a + b),
  });
}

/** P(X <= k) for X binomial(n, p), k an integer. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return incompleteBeta(1 - p, n - k, k + 1);
}

/** P(X = k) for X binomial(n, p), 0 < p < 1. */
export function binomialPmf(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0;
  return Math.exp(-Math.log(n + 1) - logBeta(k + 1, n - k + 1) + k * Math.log(p) + (n - k) * Math.log1p(-p));
}
