import { usageError } from '../core/errors.ts';
import { HEADER_FIELDS, type FieldType } from '../invoices/fields.ts';
import type { GroundTruth, TrueValue } from '../invoices/truth.ts';
import { explainDifference, sameValue } from './compare-values.ts';
import type { SourceText } from './grounding.ts';
import type { DocumentScore, FieldScore, Validity } from './outcome.ts';
import { SCORER_VERSION } from './version.ts';

/** What the answer said about one field, after the normalise stage. */
export interface FieldAnswer {
  /** As parsed from the answer; `null` when it gave nothing. */
  raw: string | null;
  /** Canonical value; `null` when nothing was given or it could not be converted. */
  value: string | null;
  /** Why there is nothing, or why it could not be converted. */
  why?: string;
  /** The answer ended before it came to this field: no claim was made, so an absent field earns nothing either. */
  unanswered?: boolean;
}

export interface ScoreDocumentInput {
  truth: Pick<GroundTruth, 'id' | 'fields'>;
  /** Fields asked for, in order. */
  fields: readonly string[];
  answers: Readonly<Record<string, FieldAnswer>>;
  source: SourceText;
  validity: Validity;
}

/** The asked fields that can be scored: those whose truth is known to be present or absent. */
export function scorableFields(truth: Pick<GroundTruth, 'fields'>, fields: readonly string[]): string[] {
  const known = truth.fields as Readonly<Record<string, TrueValue | undefined>>;
  return fields.filter((field) => known[field] !== undefined && known[field]?.state !== 'unknown');
}

/** Type of a header field. Throws a usage error when there is no such field. */
export function headerFieldType(field: string): FieldType {
  const type = (HEADER_FIELDS as Readonly<Record<string, FieldType>>)[field];
  if (type !== undefined) return type;
  const allowed = Object.keys(HEADER_FIELDS).join(', ');
  throw usageError(
    'FIELD_UNKNOWN',
    `there is no field "${field}"; allowed: ${allowed}`,
    'Ask for one of these fields.',
  );
}

/**
 * Scores one document: an outcome for each asked field whose truth is not unknown, and
 * `fieldAccuracy` = (TP + TN) / those fields. Throws a usage error when none of them can be scored.
 */
export function scoreDocument({ truth, fields, answers, source, validity }: ScoreDocumentInput): DocumentScore {
  const scores = scorable(truth, fields).map((field) => {
    const answer = answers[field] ?? { raw: null, value: null, why: 'not given' };
    return scoreField(field, { answer, truth, source });
  });
  return documentScore(scores, validity);
}

/** The score of a document that got no usable answer: nothing is right, whether the document prints the field or not. */
export function scoreNothing(
  truth: Pick<GroundTruth, 'id' | 'fields'>,
  fields: readonly string[],
  { reason, validity }: { reason: string; validity: Validity },
): DocumentScore {
  const answer: FieldAnswer = { raw: null, value: null, why: reason, unanswered: true };
  const scores = scorable(truth, fields).map((field) => scoreField(field, { answer, truth, source: null }));
  return { ...documentScore(scores, validity), failed: reason };
}

function scorable(truth: Pick<GroundTruth, 'id' | 'fields'>, fields: readonly string[]): string[] {
  const asked = scorableFields(truth, fields);
  if (asked.length > 0) return asked;
  throw usageError(
    'TRUTH_NOTHING_TO_SCORE',
    `the ground truth of document "${truth.id}" says nothing about any of: ${fields.join(', ')}`,
    'Leave this document out, or ask for a field that it labels.',
  );
}

function documentScore(fields: FieldScore[], validity: Validity): DocumentScore {
  const correct = fields.filter(({ outcome }) => outcome === 'TP' || outcome === 'TN').length;
  return {
    fieldAccuracy: correct / fields.length,
    exact: correct === fields.length,
    fields,
    validity,
    scorer: SCORER_VERSION,
  };
}

interface FieldCase {
  answer: FieldAnswer;
  truth: Pick<GroundTruth, 'fields'>;
  source: SourceText | null;
}

function scoreField(field: string, { answer, truth, source }: FieldCase): FieldScore {
  const type = headerFieldType(field);
  const known = truth.fields as Readonly<Record<string, TrueValue | undefined>>;
  const gold = known[field] as TrueValue;
  const expected = gold.state === 'present' ? gold.value : null;
  const { raw, value } = answer;
  const score = (outcome: FieldScore['outcome'], grounded: boolean | null, why?: string): FieldScore => ({
    field,
    outcome,
    raw,
    predicted: value,
    truth: expected,
    ...(gold.printed === undefined ? {} : { printed: gold.printed }),
    ...(why === undefined ? {} : { why }),
    grounded,
  });
  if (raw === null || source === null) {
    const missed = expected !== null || answer.unanswered === true;
    return score(missed ? 'FN' : 'TN', null, missed ? (answer.why ?? 'not given') : undefined);
  }
  const grounded = source.holds(type, raw, value);
  if (expected !== null && value !== null && sameValue(type, value, expected)) return score('TP', grounded);
  const reasons = [answer.why, value === null ? undefined : confusedWith(known, field, value)];
  if (expected !== null && value !== null) reasons.push(explainDifference(type, value, expected));
  if (!grounded) reasons.push('not found in the document');
  const why = reasons.filter((reason) => reason !== undefined).join('; ');
  return score(expected === null ? 'FA' : 'FD', grounded, why === '' ? undefined : why);
}

/** Names the field whose true value was given instead. */
function confusedWith(
  known: Readonly<Record<string, TrueValue | undefined>>,
  field: string,
  value: string,
): string | undefined {
  const type = headerFieldType(field);
  for (const [other, gold] of Object.entries(known)) {
    if (other === field || gold?.state !== 'present' || gold.value === null) continue;
    if (headerFieldType(other) === type && sameValue(type, value, gold.value)) return `the value of ${other}`;
  }
  return undefined;
}
