import type { TrialRecord } from '../../records/record.ts';

/** One token of an answer. */
export interface TokenStep {
  text: string;
  /** Natural logarithm. */
  logProbability: number;
}

/** The tokens of an answer; `null` where the record does not hold them. */
export function tokenSteps(record: TrialRecord | null): TokenStep[] | null {
  if (record?.kind !== 'scored' || record.tokens === undefined) return null;
  const { lengths, logProbabilities } = record.tokens;
  let at = 0;
  return lengths.map((length, place) => {
    const text = record.output.slice(at, at + length);
    at += length;
    return { text, logProbability: logProbabilities[place] ?? 0 };
  });
}

/** Index of the first token that the two do not share; `null` when they are the same. */
export function firstDifference(a: readonly TokenStep[], b: readonly TokenStep[]): number | null {
  const shortest = Math.min(a.length, b.length);
  for (let place = 0; place < shortest; place += 1) if (a[place]?.text !== b[place]?.text) return place;
  return a.length === b.length ? null : shortest;
}
