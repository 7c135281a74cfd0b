import { incompleteBeta } from './incomplete-beta.ts';
import { logBeta } from './log-gamma.ts';
import { normalQuantile } from './normal.ts';
import { solveMonotone } from './solve-monotone.ts';

/** Distribution function of Student's t with `freedom` > 0 degrees of freedom (Abramowitz and Stegun 26.7.1). */
export function tCdf(t: number, freedom: number): number {
  if (t === Infinity) return 1;
  if (t === -Infinity) return 0;
  const square = t * t;
  // Near 0 the complement keeps the digits that 1 - I would cancel.
  const half =
    square < Math.min(1, freedom)
      ? 0.5 - incompleteBeta(square / (freedom + square), 0.5, freedom / 2) / 2
      : incompleteBeta(freedom / (freedom + square), freedom / 2, 0.5) / 2;
  return t > 0 ? 1 - half : half;
}

/** Two-sided p-value of a t statistic. */
export function tTwoSidedP(t: number, freedom: number): number {
  return Math.min(1, 2 * tCdf(-Math.abs(t), freedom));
}

/** Quantile of Student's t. Probabilities 0 and 1 give -/+Infinity. */
export function tQuantile(probability: number, freedom: number): number {
  if (probability <= 0) return -Infinity;
  if (probability >= 1) return Infinity;
  if (probability === 0.5) return 0;
  if (probability < 0.5) return -upperQuantile(probability, freedom);
  return upperQuantile(1 - probability, freedom);
}

/** Simulations ask for one quantile thousands of times, and finding it takes a search. */
const known = new Map<string, number>();
const MOST_KNOWN = 1000;

function upperQuantile(tailProbability: number, freedom: number): number {
  const key = `${tailProbability}/${freedom}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const quantile = solveQuantile(tailProbability, freedom);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, quantile);
  return quantile;
}

function solveQuantile(tailProbability: number, freedom: number): number {
  let high = 2;
  while (tCdf(-high, freedom) > tailProbability) high *= 2;
  const log = logBeta(freedom / 2, 0.5) + 0.5 * Math.log(freedom);
  return solveMonotone({
    value: (t) => tailProbability - tCdf(-t, freedom),
    slope: (t) => Math.exp(-((freedom + 1) / 2) * Math.log1p((t * t) / freedom) - log),
    low: 0,
    high,
    start: Math.min(high, -normalQuantile(tailProbability)),
  });
}
