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

/** How alike two names are, in [0, 1]. */
type Likeness = (a: string, b: string) => number;

function cellsSimilarity(truth: readonly Cell[], answer: readonly Cell[], likeness: Likeness = textSimilarity): number {
  let sum = 0;
  let weights = 0;
  for (let at = 0; at < truth.length; at += 1) {
    const [gold, given] = [truth[at] as Cell, answer[at] as Cell];
    if (gold.weight === 0 || (!gold.filled && !given.filled)) continue;
    weights += gold.weight;
    if (gold.key === null || given.key === null) continue;
    if (gold.key === given.key) sum += gold.weight;
    else if (gold.type === 'text') sum += gold.weight * likeness(gold.key, given.key);
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
  const due = truth.map((row) => truthCells(row, rules));
  const inPlaces = pairInPlaces(due, given);
  if (inPlaces !== null) return inPlaces;
  const similarity = due.map((cells) => given.map((answer) => cellsSimilarity(cells, answer)));
  // Among equally good pairings the one that keeps the order wins: a step outweighs all distances together.
  const step = truth.length * answers.length + 1;
  const preferred = similarity.map((row, i) =>
    row.map((value, j) => Math.round(value * SIMILARITY_STEPS) * step - Math.abs(i - j)),
  );
  return assign(preferred).filter(([i, j]) => (similarity[i]?.[j] as number) >= MIN_ROW_SIMILARITY);
}

/**
 * The pairing of equal places, where no row of the shorter side is more like any other row than the one in its place: then
 * no other pairing has a larger sum, or keeps the order as well. `null` where that is not so. Other rows are compared as if
 * their names were the same, which costs far less than comparing names, and only makes them more alike.
 */
function pairInPlaces(due: readonly Cell[][], given: readonly Cell[][]): [truth: number, answer: number][] | null {
  const [shorter, longer] = due.length <= given.length ? [due, given] : [given, due];
  const pairs: [truth: number, answer: number][] = [];
  for (const [place, row] of shorter.entries()) {
    const similarity = cellsSimilarity(due[place] as Cell[], given[place] as Cell[]);
    for (const [other, cells] of longer.entries()) {
      if (similarity === 1) break;
      if (other === place) continue;
      const most = shorter === due ? cellsSimilarity(row, cells, asIfSame) : cellsSimilarity(cells, row, asIfSame);
      if (most > similarity) return null;
    }
    if (similarity >= MIN_ROW_SIMILARITY) pairs.push([place, place]);
  }
  return pairs;
}

const asIfSame: Likeness = () => 1;
