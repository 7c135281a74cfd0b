import { type AnswerRow, alignLines } from './align-lines.ts';
import type { SourceText } from './grounding.ts';
import type { CellScore, LinesScore } from './outcome.ts';
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
  for (const [truthRow, known] of truth.entries()) {
    const answerRow = partner.get(truthRow) ?? null;
    const row = answerRow === null ? undefined : answers[answerRow];
    const asked = fields.filter((field) => known[field]?.state !== 'unknown');
    const scored = asked
      .filter((field) => row !== undefined || known[field]?.state === 'present')
      .map((field) =>
        scoreField(field, {
          answer: row === undefined ? MISSING_ROW : (row[field] ?? NOT_GIVEN),
          known,
          source,
          rules,
        }),
      );
    if (row !== undefined && scored.every(({ outcome }) => outcome === 'TP' || outcome === 'TN')) exactRows += 1;
    for (const cell of scored) cells.push(Object.assign(cell, { truthRow, answerRow }));
  }
  const paired = new Set(partner.values());
  for (const [answerRow, row] of answers.entries()) {
    if (paired.has(answerRow)) continue;
    for (const field of fields) {
      const answer = row[field];
      if (answer === undefined || answer.raw === null) continue;
      const cell = scoreField(field, { answer, known: {}, source, rules });
      const why = cell.why === undefined ? 'a surplus row' : `a surplus row; ${cell.why}`;
      cells.push(Object.assign(cell, { why, truthRow: null, answerRow }));
    }
  }
  const correct = cells.filter(({ outcome }) => outcome === 'TP' || outcome === 'TN').length;
  return {
    cells,
    cellAccuracy: cells.length === 0 ? 1 : correct / cells.length,
    trueRows: truth.length,
    answerRows: answers.length,
    pairedRows: partner.size,
    exactRows,
  };
}
