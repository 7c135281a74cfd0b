import { assign } from './assign.ts';
import { foldText, sameValue } from './compare-values.ts';
import { fieldType } from './field-type.ts';
import { textSimilarity } from './levenshtein.ts';
import type { FieldAnswer, KnownValues } from './score-field.ts';

/** What the cells count for when rows are paired; cells without a weight do not decide the pairing. */
export const ROW_WEIGHTS: Readonly<Record<string, number>> = {
  name: 0.3,
  quantity: 0.2,
  unitPrice: 0.2,
  netAmount: 0.3,
};

/** Rows less alike than this are no pair. */
export const MIN_ROW_SIMILARITY = 0.5;

/** Steps into which similarities are cut for the assignment, which then works on whole numbers. */
const SIMILARITY_STEPS = 1_000_000;

export type AnswerRow = Readonly<Record<string, FieldAnswer>>;

/**
 * How alike two rows are, in [0, 1]: sum of w s / sum of w over the weighted cells that the truth or the answer fills.
 * Names are compared softly (1 - distance / length, 0 below one half), numbers exactly.
 */
export function rowSimilarity(truth: KnownValues, answer: AnswerRow): number {
  let sum = 0;
  let weights = 0;
  for (const [field, weight] of Object.entries(ROW_WEIGHTS)) {
    const gold = truth[field];
    if (gold?.state === 'unknown') continue;
    const expected = gold?.value ?? null;
    const { raw, value } = answer[field] ?? { raw: null, value: null };
    if (expected === null && raw === null) continue;
    weights += weight;
    if (expected === null || value === null) continue;
    const type = fieldType(field);
    if (type === 'text') sum += weight * textSimilarity(foldText(expected), foldText(value));
    else if (sameValue(type, value, expected)) sum += weight;
  }
  return weights === 0 ? 0 : sum / weights;
}

/**
 * Pairs the rows of the truth with those of the answer so that the sum of similarities is largest (Hungarian algorithm),
 * and keeps the pairs that are alike enough. Indices from 0, in the order of the truth.
 */
export function alignLines(
  truth: readonly KnownValues[],
  answers: readonly AnswerRow[],
): [truth: number, answer: number][] {
  const similarity = truth.map((row) => answers.map((answer) => rowSimilarity(row, answer)));
  const inOrder = Math.min(truth.length, answers.length);
  // Rows that agree completely in their places need no search: no other pairing has a larger sum.
  if (similarity.every((row, i) => i >= inOrder || row[i] === 1)) {
    return Array.from({ length: inOrder }, (_, i) => [i, i]);
  }
  // Among equally good pairings the one that keeps the order wins: a step outweighs all distances together.
  const step = truth.length * answers.length + 1;
  const preferred = similarity.map((row, i) =>
    row.map((value, j) => Math.round(value * SIMILARITY_STEPS) * step - Math.abs(i - j)),
  );
  return assign(preferred).filter(([i, j]) => (similarity[i]?.[j] as number) >= MIN_ROW_SIMILARITY);
}
