import { anlsCompat, anlsPruned, type Json } from './anls.ts';
import type { CellScore, DocumentScore, FieldScore } from './outcome.ts';

/** ANLS* of one document, in both readings. */
export interface DocumentAnls {
  /** As the authors' implementation gives it. */
  compat: number;
  /** With everything empty left out of both sides. */
  pruned: number;
}

/**
 * ANLS* of the answer as given against the values as printed, header and lines, of the fields that could be scored. A
 * document without a usable answer is 0.
 */
export function scoreAnls(score: DocumentScore): DocumentAnls {
  if (score.failed !== undefined) return { compat: 0, pruned: 0 };
  const { fields, lines } = score;
  const cells = lines?.cells ?? [];
  // Nothing differs: no distance needs to be measured.
  if ([...fields, ...cells].every(sameAsPrinted)) return { compat: 1, pruned: 1 };
  if (lines === undefined) return scoreFlat(fields);
  const truth: Record<string, Json> = objectOf(fields, printedOf);
  const given: Record<string, Json> = objectOf(fields, ({ raw }) => raw);
  truth.lines = rowsOf(cells, ({ truthRow }) => truthRow, printedOf);
  given.lines = rowsOf(
    cells,
    ({ answerRow }) => answerRow,
    ({ raw }) => raw,
  );
  return { compat: anlsCompat(truth, given), pruned: anlsPruned(truth, given) };
}

/** Both readings of fields without lines, each similarity measured once: what the comparison of whole objects gives. */
function scoreFlat(fields: readonly FieldScore[]): DocumentAnls {
  let [sum, prunedSum, prunedLeaves] = [0, 0, 0];
  for (const field of fields) {
    const gold = printedOf(field);
    const given = field.raw;
    const earned = gold === given ? 1 : anlsCompat(gold, given);
    sum += earned;
    const [hasGold, hasGiven] = [isFilled(gold), isFilled(given)];
    if (hasGold && hasGiven) prunedSum += earned;
    if (hasGold || hasGiven) prunedLeaves += 1;
  }
  return {
    compat: fields.length === 0 ? 1 : sum / fields.length,
    pruned: prunedLeaves === 0 ? 1 : prunedSum / prunedLeaves,
  };
}

function isFilled(value: string | null): boolean {
  return value !== null && value.trim() !== '';
}

function printedOf({ truth, printed }: FieldScore): string | null {
  return truth === null ? null : (printed ?? truth);
}

function sameAsPrinted(field: FieldScore): boolean {
  const { truthRow = 0, answerRow = 0 } = field as Partial<CellScore>;
  return field.raw === printedOf(field) && truthRow !== null && answerRow !== null;
}

function objectOf<T extends FieldScore>(
  fields: readonly T[],
  value: (field: T) => string | null,
): Record<string, Json> {
  return Object.fromEntries(fields.map((field) => [field.field, value(field)]));
}

function rowsOf(
  cells: readonly CellScore[],
  rowOf: (cell: CellScore) => number | null,
  value: (cell: CellScore) => string | null,
): Json[] {
  const rows = new Map<number, CellScore[]>();
  for (const cell of cells) {
    const row = rowOf(cell);
    if (row !== null) rows.set(row, [...(rows.get(row) ?? []), cell]);
  }
  return [...rows].sort(([a], [b]) => a - b).map(([, own]) => objectOf(own, value));
}
