/** A number with everything that a reader needs to trust it. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
  /** Two-sided confidence level, e.g. 0.95. */
  level: number;
  /** How the interval was made, e.g. `bootstrap expanded percentile over documents, 10000 resamples`. */
  method: string;
  /** Documents behind it. */
  n: number;
  seed?: number;
}
