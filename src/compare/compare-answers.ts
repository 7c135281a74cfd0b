import { fieldRule, sameByRule } from '../scoring/field-type.ts';
import type { FieldAnswer } from '../scoring/score-field.ts';
import type { ScoringRules } from '../scoring/scoring-rules.ts';

/**
 * Whether two answers say the same of a field, so that no truth can tell them apart: both nothing, or equal values. An
 * answer that could not be converted equals only the same text.
 */
export function compareAnswers(field: string, a: FieldAnswer, b: FieldAnswer, rules?: ScoringRules): boolean {
  if (a.raw === null || b.raw === null) return a.raw === b.raw;
  if (a.value === null || b.value === null) return a.value === b.value && a.raw === b.raw;
  return sameByRule(fieldRule(field, rules), a.value, b.value);
}
