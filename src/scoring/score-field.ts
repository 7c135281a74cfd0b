import type { TrueValue } from '../invoices/truth.ts';
import { explainDifference } from './compare-values.ts';
import { fieldRule, sameByRule } from './field-type.ts';
import type { SourceText } from './grounding.ts';
import type { FieldScore } from './outcome.ts';
import { INVOICE_RULES, type ScoringRules } from './scoring-rules.ts';

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
  /** `canonical`: a number that the document's notation cannot read, given in the notation of the schema (`1176.96`). */
  notation?: 'canonical';
}

/** Why a right number is noted all the same: its value is right, its digits are not those of the page. */
export const OTHER_NOTATION = 'right value, not in the notation of the document';

/** Truth of the fields of one document, or of the cells of one row, by name. */
export type KnownValues = Readonly<Record<string, TrueValue | undefined>>;

export interface FieldCase {
  answer: FieldAnswer;
  /** All known values beside this one too: a wrong value may be another field's. */
  known: KnownValues;
  /** `null` when there was no answer at all. */
  source: SourceText | null;
  rules?: ScoringRules | undefined;
}

/** The outcome of one field. Its truth must be present or absent; a missing entry counts as absent. */
export function scoreField(field: string, { answer, known, source, rules = INVOICE_RULES }: FieldCase): FieldScore {
  const gold = known[field];
  const expected = gold?.state === 'present' ? gold.value : null;
  const { raw, value } = answer;
  const score: FieldScore = { field, outcome: 'TP', raw, predicted: value, truth: expected, grounded: null };
  if (gold?.printed !== undefined) score.printed = gold.printed;
  if (raw === null || source === null) {
    const missed = expected !== null || answer.unanswered === true;
    score.outcome = missed ? 'FN' : 'TN';
    if (missed) score.why = answer.why ?? 'not given';
    return score;
  }
  const rule = fieldRule(field, rules);
  const { type } = rule;
  // A document that is known by its picture only has nothing to look an answer up in.
  score.grounded = source.text === '' ? null : source.holds(type, raw, value);
  if (expected !== null && value !== null && sameByRule(rule, value, expected)) {
    if (answer.notation === 'canonical') score.why = OTHER_NOTATION;
    return score;
  }
  const reasons = [answer.why, value === null ? undefined : confusedWith(known, { field, value, rules })];
  if (expected !== null && value !== null) reasons.push(explainDifference(type, value, expected));
  if (score.grounded === false) reasons.push('not found in the document');
  const why = reasons.filter((reason) => reason !== undefined).join('; ');
  score.outcome = expected === null ? 'FA' : 'FD';
  if (why !== '') score.why = why;
  return score;
}

/** Names the field whose true value was given instead. */
function confusedWith(
  known: KnownValues,
  { field, value, rules }: { field: string; value: string; rules: ScoringRules },
): string | undefined {
  const rule = fieldRule(field, rules);
  for (const other in known) {
    const gold = known[other];
    if (other === field || gold?.state !== 'present' || gold.value === null) continue;
    const { type } = rules.fields[other] ?? rules.lines[other] ?? {};
    if (type === rule.type && sameByRule(rule, value, gold.value)) return `the value of ${other}`;
  }
  return undefined;
}
