import { anytimeShareEstimate } from '../statistics/anytime-interval.ts';
import { meanEstimate, shareResamples } from '../statistics/bootstrap.ts';
import { bootstrapRatio } from '../statistics/bootstrap-ratio.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { wilson } from '../statistics/rate-interval.ts';
import type { RatioColumns } from './tally-scores.ts';

/** Of a variant without documents. */
export const NOTHING: Estimate = { value: 0, low: 0, high: 1, level: 0.95, method: 'nothing measured', n: 0 };

/** Numbers that are held at once so that several estimates share one draw: 16 MB. */
export const MOST_SHARED = 2e6;

/**
 * Mean of one number per document, in [0, 1], with its bootstrap interval. Where every document has 0, or every one 1, resampling sees
 * no spread and would give an interval of no width: it is then the score interval of a share of whole documents.
 */
export function meanOver(values: Float64Array, seed: number, resamples?: number): Estimate {
  if (values.length === 0) return NOTHING;
  if (values.length > 1 && values.every((each) => each === 0)) return wilson(0, values.length);
  if (values.length > 1 && values.every((each) => each === 1)) return wilson(values.length, values.length);
  return meanEstimate(values, { seed, range: [0, 1], ...(resamples !== undefined && { resamples }) });
}

/** The same where the documents end when something was decided: a bound that holds at every look. */
export function anytimeOver(values: Float64Array): Estimate {
  return values.length === 0 ? NOTHING : anytimeShareEstimate(values);
}

/** A share of whole documents is a binomial rate: resampling says nothing at 0 or 1. Epochs make it a mean again. */
export function exactOver(exact: Float64Array, seed: number): Estimate {
  if (!isWhole(exact)) return meanOver(exact, seed);
  return wilson(exact.filter((each) => each === 1).length, exact.length);
}

/**
 * A ratio of sums, with documents resampled; `null` when its denominator is 0. At 0 and at 1 resampling sees no spread: the interval is
 * then that of the share of documents in which any is, among those that could have one. It is no narrower than that of single fields.
 */
export function ratioOver(
  { numerators, denominators }: RatioColumns,
  seed: number,
  resamples?: number,
): Estimate | null {
  const able = denominators.filter((each) => each > 0).length;
  if (able === 0) return null;
  if (able > 1 && numerators.every((each) => each === 0)) return wilson(0, able);
  if (able > 1 && numerators.every((each, i) => each === denominators[i])) return wilson(able, able);
  return bootstrapRatio(numerators, denominators, { seed, ...(resamples !== undefined && { resamples }) });
}

/** Draws resamples once for everything that will be estimated over the same documents. Columns must not change later. */
export function shareDraws(
  { means, ratios, resamples }: { means?: Float64Array[]; ratios?: readonly RatioColumns[]; resamples?: number },
  seed: number,
): void {
  const parts = (ratios ?? []).filter(({ denominators }) => denominators.some((each) => each > 0));
  const varying = (means ?? []).filter((values) => values.some((each) => each !== values[0]));
  const columns = [...varying, ...parts.flatMap(({ numerators, denominators }) => [numerators, denominators])];
  if (columns.length > 0) shareResamples(columns, { seed, ...(resamples !== undefined && { resamples }) });
}

function isWhole(exact: Float64Array): boolean {
  return exact.length > 0 && exact.every((each) => each === 0 || each === 1);
}
