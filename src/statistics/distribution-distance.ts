/** One value per token of a vocabulary. */
type Row = ArrayLike<number>;

/**
 * Kullback-Leibler divergence of two distributions over one vocabulary, in nats, from natural-log probabilities:
 * the sum over tokens of p (log p - log q). 0 when they are equal; rounding never makes it negative.
 */
export function klDivergence(baseline: Row, candidate: Row): number {
  if (baseline.length !== candidate.length)
    throw new RangeError(`baseline and candidate have ${baseline.length} and ${candidate.length} tokens`);
  let sum = 0;
  for (let i = 0; i < baseline.length; i += 1) {
    const logP = baseline[i] as number;
    const p = Math.exp(logP);
    // A token that cannot come adds nothing, whatever the other distribution says of it.
    if (p > 0) sum += p * (logP - (candidate[i] as number));
  }
  return Math.max(0, sum);
}

/** Index of the highest value; the first of equal ones. */
export function argMax(values: Row): number {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
