import { type AnswerRow, alignLines } from './align-lines.ts';
import type { SourceText } from './grounding.ts';
import type { CellScore, FieldScore, LinesScore } from './outcome.ts';
import type { ScoringRules } from './scoring-rules.ts';
import { type FieldAnswer, type KnownValues, scoreField } from './score-field.ts';

export interface ScoreLinesInput {
  truth: readonly KnownValues[];
  answers: readonly AnswerRow[];
  /** Cells asked for in each line. */
  fields: readonly string[];
  /** `null` when there was no answer at all. */
  source: SourceText | null;
  rules?: ScoringRules | undefined;
}

const NOT_GIVEN: FieldAnswer = { raw: null, value: null, why: 'not given' };
const MISSING_ROW: FieldAnswer = { raw: null, value: null, why: 'the answer has no such row' };

/**
 * Scores the invoice lines of one document. Every cell of a pair of rows gets an outcome, however poor the pair. A row of
 * the truth without a partner is an FN for each cell that it prints; a row of the answer without a partner is an FA for
 * each cell that it fills. Cells whose truth is unknown are left out.
 */
export function scoreLines({ truth, answers, fields, source, rules }: ScoreLinesInput): LinesScore {
  const partner = new Map(alignLines(truth, answers, rules));
  const cells: CellScore[] = [];
  let exactRows = 0;
  let correct = 0;
  for (const [truthRow, known] of truth.entries()) {
    const answerRow = partner.get(truthRow) ?? null;
    const row = answerRow === null ? undefined : answers[answerRow];
    let exact = row !== undefined;
    for (const field of fields) {
      const state = known[field]?.state;
      if (state === 'unknown' || (row === undefined && state !== 'present')) continue;
      const answer = row === undefined ? MISSING_ROW : (row[field] ?? NOT_GIVEN);
      const cell = placed(scoreField(field, { answer, known, source, rules }), truthRow, answerRow);
      if (isCorrect(cell)) correct += 1;
      else exact = false;
      cells.push(cell);
    }
    if (exact) exactRows += 1;
  }
  const paired = new Set(partner.values());
  for (const [answerRow, row] of answers.entries()) {
    if (paired.has(answerRow)) continue;
    for (const field of fields) {
      const answer = row[field];
      if (answer === undefined || answer.raw === null) continue;
      const score = scoreField(field, { answer, known: {}, source, rules });
      score.why = score.why === undefined ? 'a surplus row' : `a surplus row; ${score.why}`;
      cells.push(placed(score, null, answerRow));
    }
  }
  return {
    cells,
    cellAccuracy: cells.length === 0 ? 1 : correct / cells.length,
    trueRows: truth.length,
    answerRows: answers.length,
    pairedRows: partner.size,
    exactRows,
  };
}

function isCorrect({ outcome }: FieldScore): boolean {
  return outcome === 'TP' || outcome === 'TN';
}

/** The score itself, made that of a cell: a document has too many of them to copy each. */
function placed(score: FieldScore, truthRow: number | null, answerRow: number | null): CellScore {
  const cell = score as CellScore;
  cell.truthRow = truthRow;
  cell.answerRow = answerRow;
  return cell;
}
