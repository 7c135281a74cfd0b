import { HEADER_FIELDS, type FieldType, type HeaderField, LINE_FIELDS, type LineField } from '../../invoices/fields.ts';
import type { GroundTruth, TrueValue } from '../../invoices/truth.ts';

export interface PresentValue {
  /** E.g. `grossTotal` or `lines[2].netAmount`. */
  name: string;
  type: FieldType;
  field: HeaderField | LineField;
  value: TrueValue & { value: string; printed: string };
}

/** Every value of a truth that is present and printed, header first. */
export function presentValues(truth: GroundTruth): PresentValue[] {
  const values: PresentValue[] = [];
  const add = (name: string, field: HeaderField | LineField, type: FieldType, value: TrueValue | undefined): void => {
    if (value?.state === 'present' && value.value !== null && value.printed !== undefined)
      values.push({ name, type, field, value: { ...value, value: value.value, printed: value.printed } });
  };
  for (const [field, type] of Object.entries(HEADER_FIELDS))
    add(field, field as HeaderField, type, truth.fields[field as HeaderField]);
  (truth.lines ?? []).forEach((line, index) => {
    for (const [field, type] of Object.entries(LINE_FIELDS))
      add(`lines[${index}].${field}`, field as LineField, type, line[field as LineField]);
  });
  return values;
}
