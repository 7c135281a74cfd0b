import type { TrueValue } from '../invoices/truth.ts';
import { explainDifference, sameValue } from './compare-values.ts';
import { fieldType } from './field-type.ts';
import type { SourceText } from './grounding.ts';
import type { FieldScore } from './outcome.ts';

/** What the answer said about one field, after the normalise stage. */
export interface FieldAnswer {
  /** As parsed from the answer; `null` when it gave nothing. */
  raw: string | null;
  /** Canonical value; `null` when nothing was given or it could not be converted. */
  value: string | null;
  /** Why there is nothing, why it could not be converted, or how an ambiguous value was read. */
  why?: string;
  /** The answer ended before it came to this field: no claim was made, so an absent field earns nothing either. */
  unanswered?: boolean;
}

/** Truth of the fields of one document, or of the cells of one row, by name. */
export type KnownValues = Readonly<Record<string, TrueValue | undefined>>;

export interface FieldCase {
  answer: FieldAnswer;
  /** All known values beside this one too: a wrong value may be another field's. */
  known: KnownValues;
  /** `null` when there was no answer at all. */
  source: SourceText | null;
}

/** The outcome of one field. Its truth must be present or absent; a missing entry counts as absent. */
export function scoreField(field: string, { answer, known, source }: FieldCase): FieldScore {
  const gold = known[field];
  const expected = gold?.state === 'present' ? gold.value : null;
  const { raw, value } = answer;
  const score = (outcome: FieldScore['outcome'], grounded: boolean | null, why?: string): FieldScore => {
    const scored: FieldScore = { field, outcome, raw, predicted: value, truth: expected, grounded };
    if (gold?.printed !== undefined) scored.printed = gold.printed;
    if (why !== undefined) scored.why = why;
    return scored;
  };
  if (raw === null || source === null) {
    const missed = expected !== null || answer.unanswered === true;
    return score(missed ? 'FN' : 'TN', null, missed ? (answer.why ?? 'not given') : undefined);
  }
  const type = fieldType(field);
  const grounded = source.holds(type, raw, value);
  if (expected !== null && value !== null && sameValue(type, value, expected)) return score('TP', grounded);
  const reasons = [answer.why, value === null ? undefined : confusedWith(known, field, value)];
  if (expected !== null && value !== null) reasons.push(explainDifference(type, value, expected));
  if (!grounded) reasons.push('not found in the document');
  const why = reasons.filter((reason) => reason !== undefined).join('; ');
  return score(expected === null ? 'FA' : 'FD', grounded, why === '' ? undefined : why);
}

/** Names the field whose true value was given instead. */
function confusedWith(known: KnownValues, field: string, value: string): string | undefined {
  const type = fieldType(field);
  for (const [other, gold] of Object.entries(known)) {
    if (other === field || gold?.state !== 'present' || gold.value === null) continue;
    if (fieldType(other) === type && sameValue(type, value, gold.value)) return `the value of ${other}`;
  }
  return undefined;
}
