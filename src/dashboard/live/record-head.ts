/** What a line of the journal says without its answer and its fields. */
export interface RecordHead {
  key: string;
  variant: string;
  document: string;
  epoch: number;
  cohort: number;
  cohortMs: number;
  measuredBytes: number;
  predictedBytes: number;
  failed: boolean;
  fieldAccuracy: number;
}

/** The members that every record begins with, in the order in which they are written. */
const HEAD =
  /^\{"key":"([^"\\]*)","variant":"([^"\\]*)","document":"([^"\\]*)","epoch":(\d+),"cohort":(\d+),"cohortMs":([^,"]+),"measuredBytes":([^,"]+),"predictedBytes":([^,"]+),"kind":"(scored|failed)"/;
const LONGEST_HEAD = 700;
/** An unescaped quote cannot stand inside a JSON text: no answer of a model can hold these bytes. */
const SCORE = Buffer.from(',"score":{"fieldAccuracy":');
const LONGEST_NUMBER = 26;

/**
 * The head of a record's line. Only its first bytes and the start of its score are looked at, which is a hundred times faster
 * than parsing the line; a line in another order is parsed. `null` for a line that is no record.
 */
export function readRecordHead(line: Buffer): RecordHead | null {
  const found = HEAD.exec(line.toString('utf8', 0, LONGEST_HEAD));
  const at = found === null ? -1 : line.indexOf(SCORE);
  if (found === null || at < 0) return parseRecord(line);
  const start = at + SCORE.length;
  const [, key = '', variant = '', document = '', epoch, cohort, cohortMs, measured, predicted, kind] = found;
  const fieldAccuracy = Number.parseFloat(line.toString('latin1', start, start + LONGEST_NUMBER));
  if (!Number.isFinite(fieldAccuracy)) return parseRecord(line);
  return {
    key,
    variant,
    document,
    epoch: Number(epoch),
    cohort: Number(cohort),
    cohortMs: Number(cohortMs),
    measuredBytes: Number(measured),
    predictedBytes: Number(predicted),
    failed: kind === 'failed',
    fieldAccuracy,
  };
}

function parseRecord(line: Buffer): RecordHead | null {
  let value: unknown;
  try {
    value = JSON.parse(line.toString('utf8'));
  } catch {
    return null;
  }
  const record = Object(value) as Partial<RecordHead> & { kind?: string; score?: { fieldAccuracy?: number } };
  const { key, variant, document, epoch, score } = record;
  if (typeof key !== 'string' || typeof variant !== 'string' || typeof document !== 'string') return null;
  if (typeof epoch !== 'number' || typeof score?.fieldAccuracy !== 'number') return null;
  return {
    key,
    variant,
    document,
    epoch,
    cohort: record.cohort ?? 0,
    cohortMs: record.cohortMs ?? 0,
    measuredBytes: record.measuredBytes ?? 0,
    predictedBytes: record.predictedBytes ?? 0,
    failed: record.kind === 'failed',
    fieldAccuracy: score.fieldAccuracy,
  };
}
