import { usageError } from '../core/errors.ts';
import { type FieldType, HEADER_FIELDS, LINE_FIELDS } from '../invoices/fields.ts';

const FIELD_TYPES: Readonly<Record<string, FieldType>> = { ...LINE_FIELDS, ...HEADER_FIELDS };

/** Type of a header field or of a cell of a line. Throws a usage error when there is no such field. */
export function fieldType(field: string): FieldType {
  const type = FIELD_TYPES[field];
  if (type !== undefined) return type;
  const allowed = Object.keys(FIELD_TYPES).join(', ');
  throw usageError(
    'FIELD_UNKNOWN',
    `there is no field "${field}"; allowed: ${allowed}`,
    'Ask for one of these fields.',
  );
}
