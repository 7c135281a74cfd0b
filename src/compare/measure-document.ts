import { scoreAnls } from '../scoring/document-anls.ts';
import type { DocumentScore } from '../scoring/outcome.ts';
import { weightedAccuracy } from '../scoring/weights.ts';
import type { MeasuredDocument } from './measured-variant.ts';

/** A document from the scores of its epochs. */
export function measureDocument(
  id: string,
  scores: readonly DocumentScore[],
  weights?: Readonly<Record<string, number>>,
): MeasuredDocument {
  const mean = (value: (score: DocumentScore) => number): number =>
    scores.reduce((sum, score) => sum + value(score), 0) / scores.length;
  const anls = scores.map(scoreAnls);
  const meanAnls = (kind: 'compat' | 'pruned'): number =>
    anls.reduce((sum, score) => sum + score[kind], 0) / scores.length;
  return {
    id,
    epochs: scores.length,
    scores,
    fieldAccuracy: mean((score) => score.fieldAccuracy),
    ...(weights !== undefined && {
      weightedFieldAccuracy: mean(({ fields, fieldAccuracy, failed }) =>
        failed === undefined ? (weightedAccuracy(fields, weights) ?? fieldAccuracy) : 0,
      ),
    }),
    anls: meanAnls('compat'),
    anlsPruned: meanAnls('pruned'),
    ...(scores.every(({ lines }) => lines !== undefined) && {
      cellAccuracy: mean(({ lines }) => lines?.cellAccuracy ?? 0),
    }),
    exact: mean((score) => (score.exact ? 1 : 0)),
    broken: scores.some((score) => score.failed !== undefined || !score.validity.schemaValid),
  };
}
