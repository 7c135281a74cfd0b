import { isoDate } from '../../../invoices/dates.ts';
import type { DocumentLocale } from '../../../invoices/describe-locale.ts';
import {
  type FieldType,
  HEADER_FIELDS,
  type HeaderField,
  LINE_FIELDS,
  type LineField,
} from '../../../invoices/fields.ts';
import type { LineLabels, SourceLabel } from '../labels/label-truth.ts';
import { Refused } from '../refusal.ts';

/** A value as people write truth: text, a number, or `null` for "the document does not print it". */
export type StatedValue = string | number | boolean | null | undefined;

/**
 * The label of a value that people wrote. Decimals with a point (`1176.96`) and ISO dates are canonical; anything else is
 * read as the document prints it. Nothing stated, and empty text, is no label; `null` says absent. Refuses a date that the
 * calendar does not have, and values that are neither text nor number.
 */
export function labelOfStated(name: string, value: StatedValue, type: FieldType): SourceLabel[] {
  if (value === undefined || value === '') return [];
  if (value === null) return [{ text: '', isAbsent: true }];
  if (typeof value === 'boolean') throw new Refused(`${name} is ${value}; text, a number or null is allowed`);
  const text = typeof value === 'number' ? decimalOf(name, value) : value.trim();
  if ((type === 'money' || type === 'quantity') && /^-?\d+(\.\d+)?$/.test(text)) {
    return [{ text, value: text.replace(/^(-?)0+(?=\d)/, '$1') }];
  }
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (type !== 'date' || iso === null) return [{ text }];
  const date = isoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  if (date === null) throw new Refused(`${name} is "${text}", a day that the calendar does not have`);
  return [{ text, value: date }];
}

/** A JSON number may be written with an exponent; no amount needs one. */
function decimalOf(name: string, value: number): string {
  const text = String(value);
  if (/^-?\d+(\.\d+)?$/.test(text)) return text;
  throw new Refused(`${name} is ${text}, which is no plain decimal number`);
}

export type StatedFields = Partial<Record<HeaderField, StatedValue>>;
export type StatedLine = Partial<Record<LineField, StatedValue>>;

/** The labels of one document by Assay's own field names. */
export function labelsOfStated(fields: StatedFields): Partial<Record<HeaderField, SourceLabel[]>> {
  const names = Object.keys(fields) as HeaderField[];
  return Object.fromEntries(names.map((name) => [name, labelOfStated(name, fields[name], HEADER_FIELDS[name])]));
}

/** The labels of its lines. */
export function lineLabelsOfStated(lines: readonly StatedLine[]): LineLabels[] {
  return lines.map((line, index) => {
    const names = Object.keys(line) as LineField[];
    return Object.fromEntries(
      names.map((name) => [name, labelOfStated(`lines.${index}.${name}`, line[name], LINE_FIELDS[name])]),
    );
  });
}

/** The locale that is declared, else what the text says. Refuses a tag that is not known. */
export function localeOf(
  text: string,
  declared: string | undefined,
  describe: (text: string, tag?: string) => DocumentLocale,
): DocumentLocale {
  try {
    return describe(text, declared);
  } catch (thrown) {
    throw new Refused((thrown as Error).message);
  }
}
