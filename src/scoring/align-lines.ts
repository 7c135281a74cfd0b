import { assign } from './assign.ts';
import type { FieldType } from '../invoices/fields.ts';
import { normaliseId } from '../invoices/identifiers.ts';
import { canonicalDecimal, foldText, withinTolerance } from './compare-values.ts';
import { textSimilarity } from './levenshtein.ts';
import type { FieldAnswer, KnownValues } from './score-field.ts';
import { type FieldRule, INVOICE_RULES, type ScoringRules } from './scoring-rules.ts';

/** Rows less alike than this are no pair. */
export const MIN_ROW_SIMILARITY = 0.5;

/** Steps into which similarities are cut for the assignment, which then works on whole numbers. */
const SIMILARITY_STEPS = 1_000_000;

export type AnswerRow = Readonly<Record<string, FieldAnswer>>;

/** One weighted cell, prepared for comparison with every other row. */
interface Cell {
  weight: number;
  type: FieldType;
  /** Comparable form: folded text or canonical decimal; `null` when empty or not convertible. */
  key: string | null;
  filled: boolean;
}

function truthCells(row: KnownValues, { lines }: ScoringRules): Cell[] {
  const cells: Cell[] = [];
  for (const field in lines) {
    const { type, rowWeight } = lines[field] as FieldRule;
    if (rowWeight === undefined) continue;
    const gold = row[field];
    if (gold?.state === 'unknown') cells.push({ weight: 0, type, key: null, filled: false });
    else cells.push(makeCell(type, rowWeight, gold?.value ?? null, gold?.state === 'present'));
  }
  return cells;
}

function answerCells(row: AnswerRow, { lines }: ScoringRules): Cell[] {
  const cells: Cell[] = [];
  for (const field in lines) {
    const { type, rowWeight } = lines[field] as FieldRule;
    if (rowWeight === undefined) continue;
    const answer = row[field];
    cells.push(makeCell(type, rowWeight, answer?.value ?? null, (answer?.raw ?? null) !== null));
  }
  return cells;
}

function makeCell(type: FieldType, weight: number, value: string | null, filled: boolean): Cell {
  return { weight, type, key: value === null ? null : comparableOf(type, value), filled };
}

function comparableOf(type: FieldType, key: string): string | null {
  if (type === 'money' || type === 'quantity') return canonicalDecimal(key);
  return type === 'id' ? normaliseId(key) : foldText(key);
}

function cellsSimilarity(truth: readonly Cell[], answer: readonly Cell[]): number {
  let sum = 0;
  let weights = 0;
  for (let at = 0; at < truth.length; at += 1) {
    const [gold, given] = [truth[at] as Cell, answer[at] as Cell];
    if (gold.weight === 0 || (!gold.filled && !given.filled)) continue;
    weights += gold.weight;
    if (gold.key === null || given.key === null) continue;
    if (gold.key === given.key) sum += gold.weight;
    else if (gold.type === 'text') sum += gold.weight * textSimilarity(gold.key, given.key);
    else if (gold.type === 'quantity' && withinTolerance(given.key, gold.key)) sum += gold.weight;
  }
  return weights === 0 ? 0 : sum / weights;
}

/**
 * How alike two rows are, in [0, 1]: sum of w s / sum of w over the weighted cells that the truth or the answer fills.
 * Names are compared softly (1 - distance / length, 0 below one half), numbers exactly.
 */
export function rowSimilarity(truth: KnownValues, answer: AnswerRow, rules: ScoringRules = INVOICE_RULES): number {
  return cellsSimilarity(truthCells(truth, rules), answerCells(answer, rules));
}

/**
 * Pairs the rows of the truth with those of the answer so that the sum of similarities is largest (Hungarian algorithm),
 * and keeps the pairs that are alike enough. Indices from 0, in the order of the truth.
 */
export function alignLines(
  truth: readonly KnownValues[],
  answers: readonly AnswerRow[],
  rules: ScoringRules = INVOICE_RULES,
): [truth: number, answer: number][] {
  const given = answers.map((row) => answerCells(row, rules));
  const similarity = truth.map((row) => {
    const cells = truthCells(row, rules);
    return given.map((answer) => cellsSimilarity(cells, answer));
  });
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
