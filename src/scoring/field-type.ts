import { usageError } from '../core/errors.ts';
import type { FieldType } from '../invoices/fields.ts';
import { sameValue } from './compare-values.ts';
import { type FieldRule, INVOICE_RULES, type ScoringRules } from './scoring-rules.ts';

/** The rule of a header field or of a cell of a line. Throws a usage error when there is no such field. */
export function fieldRule(field: string, rules: ScoringRules = INVOICE_RULES): FieldRule {
  const rule = rules.fields[field] ?? rules.lines[field];
  if (rule !== undefined) return rule;
  const allowed = Object.keys({ ...rules.lines, ...rules.fields }).join(', ');
  throw usageError(
    'FIELD_UNKNOWN',
    `there is no field "${field}"; allowed: ${allowed}`,
    'Ask for one of these fields.',
  );
}

/** Type of a header field or of a cell of a line. Throws a usage error when there is no such field. */
export function fieldType(field: string, rules?: ScoringRules): FieldType {
  return fieldRule(field, rules).type;
}

/** Whether a canonical answer equals the canonical truth, by the field's own comparator where it has one. */
export function sameByRule({ type, same }: FieldRule, predicted: string, truth: string): boolean {
  return same === undefined ? sameValue(type, predicted, truth) : predicted === truth || same(predicted, truth);
}
