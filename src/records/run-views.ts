import { TIMED_STAGES } from '../core/stage-clock.ts';

/** Files that the views read. */
export interface ViewFiles {
  journals: readonly string[];
  rescored: readonly string[];
}

const FIELD =
  'STRUCT(field VARCHAR, outcome VARCHAR, raw VARCHAR, predicted VARCHAR, truth VARCHAR, printed VARCHAR, why VARCHAR, grounded BOOLEAN, groundedClean BOOLEAN)';
const VALIDITY =
  'STRUCT(rawJson BOOLEAN, parsed BOOLEAN, schemaValid BOOLEAN, truncated BOOLEAN, repairs VARCHAR[], echo BOOLEAN)';
const CELL = FIELD.replace(/\)$/, ', truthRow INTEGER, answerRow INTEGER)');
const LINES = `STRUCT(cells ${CELL}[], cellAccuracy DOUBLE, trueRows INTEGER, answerRows INTEGER, pairedRows INTEGER, exactRows INTEGER)`;
const SCORE = `STRUCT(fieldAccuracy DOUBLE, exact BOOLEAN, fields ${FIELD}[], validity ${VALIDITY}, scorer VARCHAR, locale VARCHAR, failed VARCHAR, lines ${LINES})`;

const JOURNAL_COLUMNS: Readonly<Record<string, string>> = {
  key: 'VARCHAR',
  variant: 'VARCHAR',
  document: 'VARCHAR',
  epoch: 'INTEGER',
  cohort: 'INTEGER',
  kind: 'VARCHAR',
  stage: 'VARCHAR',
  reason: 'VARCHAR',
  output: 'VARCHAR',
  finish: 'VARCHAR',
  promptTokens: 'INTEGER',
  outputTokens: 'INTEGER',
  firstTokenMs: 'DOUBLE',
  totalMs: 'DOUBLE',
  cohortMs: 'DOUBLE',
  stageMs: `STRUCT(${TIMED_STAGES.map((stage) => `${stage} DOUBLE`).join(', ')})`,
  meanLogProbability: 'DOUBLE',
  tokensHash: 'VARCHAR',
  predictedBytes: 'BIGINT',
  measuredBytes: 'BIGINT',
  score: SCORE,
};

/** Statements that make the views `records`, `fields` and `cells`, read from the journals when they are asked for. */
export function recordViews({ journals, rescored }: ViewFiles): string[] {
  const own = Object.keys(JOURNAL_COLUMNS).filter((column) => column !== 'score');
  const score = rescored.length === 0 ? 'j.score' : 'coalesce(r.score, j.score)';
  const newer =
    rescored.length === 0
      ? ''
      : `LEFT JOIN (${source(rescored, { key: 'VARCHAR', score: SCORE })}) r ON r.runId = j.runId AND r.key = j.key`;
  return [
    `CREATE VIEW scored AS SELECT j.runId, ${own.map((column) => `j.${column}`).join(', ')}, ${score} AS score
       FROM (${source(journals, JOURNAL_COLUMNS)}) j ${newer}
       WHERE (j.runId NOT IN (SELECT runId FROM runs WHERE narrowed) OR j.key IN (SELECT key FROM planned))
         AND (j.runId, j.variant) IN (SELECT (runId, variant) FROM variants)`,
    `CREATE VIEW records AS SELECT * EXCLUDE (score), score.fieldAccuracy AS fieldAccuracy, score.exact AS exact,
       score.validity.rawJson AS rawJson, score.validity.parsed AS parsed, score.validity.schemaValid AS schemaValid,
       score.validity.truncated AS truncated, score.validity.repairs AS repairs, score.scorer AS scorer,
       score.locale AS locale, score.failed AS failed, score.fields AS fields, score.lines.cellAccuracy AS cellAccuracy,
       score.lines.trueRows AS trueRows, score.lines.answerRows AS answerRows FROM scored`,
    `CREATE VIEW cells AS SELECT runId, variant, document, epoch, kind, unnest(score.lines.cells, recursive := true) FROM scored`,
    `CREATE VIEW fields AS SELECT runId, variant, document, epoch, kind, unnest(score.fields, recursive := true) FROM scored`,
  ];
}

/** A SELECT over JSON lines with the id of their run, which is the name of their folder in `runs`. */
function source(paths: readonly string[], columns: Readonly<Record<string, string>>): string {
  const names = Object.keys(columns).join(', ');
  if (paths.length === 0) {
    const empty = Object.entries(columns).map(([name, type]) => `NULL::${type} AS ${name}`);
    return `SELECT NULL::VARCHAR AS runId, ${empty.join(', ')} WHERE false`;
  }
  const list = paths.map(quoted).join(', ');
  const types = Object.entries(columns).map(([name, type]) => `${name}: ${quoted(type)}`);
  // A line that a crash tore off, or that a running process has not finished, is passed over.
  const read = `read_ndjson([${list}], columns = {${types.join(', ')}}, filename = true, ignore_errors = true, maximum_object_size = 67108864)`;
  return `SELECT runs.runId, ${names} FROM ${read} lines JOIN runs ON starts_with(lines.filename, runs.folder || '/')`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
