import type { MeasuredVariant } from '../../src/compare/measured-variant.ts';

/** A variant of which nothing is known but the field accuracy of its documents, in their order. */
export function measuredVariant(id: string, accuracies: readonly number[]): MeasuredVariant {
  return {
    id,
    documents: accuracies.map((fieldAccuracy, i) => ({
      id: `d${String(i).padStart(4, '0')}`,
      epochs: 0,
      scores: [],
      fieldAccuracy,
      exact: fieldAccuracy === 1 ? 1 : 0,
      broken: false,
    })),
    failures: 0,
    promptTokens: 0,
    outputTokens: 0,
    cohortMs: 0,
    measuredBytes: 0,
    predictedBytes: 0,
    scorer: '1',
  };
}
