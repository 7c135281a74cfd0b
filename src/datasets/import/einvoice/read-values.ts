import { isoDate } from '../../../invoices/dates.ts';
import type { FieldType } from '../../../invoices/fields.ts';
import { Refused } from '../refusal.ts';
import type { Stated } from './einvoice.ts';
import { elementsAt, type XmlElement } from './parse-xml.ts';

/** Where a field stands: a path of local names, and which of the elements there count. */
export interface Place {
  path: string;
  keep?: (element: XmlElement) => boolean;
}

/** The distinct values at these places; the first place that has any decides. */
export function readPlaces(from: XmlElement, places: readonly Place[], type: FieldType): Stated[] {
  for (const { path, keep } of places) {
    const elements = elementsAt(from, path).filter((element) => element.text !== '' && (keep?.(element) ?? true));
    const distinct = new Map<string, Stated>();
    for (const element of elements) {
      const stated = readValue(element, type);
      if (!distinct.has(stated.value)) distinct.set(stated.value, stated);
    }
    if (distinct.size > 0) return [...distinct.values()];
  }
  return [];
}

/** The value of an element as a field of this type. Refuses numbers and dates that are none. */
export function readValue(element: XmlElement, type: FieldType): Stated {
  const { text, span } = element;
  return { value: canonical(element, type), raw: text, ...(span === undefined ? {} : { span }) };
}

function canonical(element: XmlElement, type: FieldType): string {
  if (type === 'money' || type === 'quantity') return readDecimal(element);
  if (type === 'date') return readXmlDate(element);
  return element.text.replace(/\s+/g, ' ');
}

/** An `xs:decimal` as a canonical decimal string. */
export function readDecimal({ text, name, line }: XmlElement): string {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (match === null || whole + fraction === '') throw new Refused(`XML: ${name} "${text}" is no decimal number`, line);
  const digits = `${whole.replace(/^0+(?=\d)/, '') || '0'}${fraction === '' ? '' : `.${fraction}`}`;
  return match[1] === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** `20240229` (UN/CEFACT format 102) or `2024-02-29`, with or without a time or time zone, as ISO. */
export function readXmlDate({ text, name, line }: XmlElement): string {
  const match = /^(\d{4})(-?)(\d{2})\2(\d{2})(?:[TZ+-].*|\d{4,6})?$/.exec(text);
  const iso = match === null ? null : isoDate(Number(match[1]), Number(match[3]), Number(match[4]));
  if (iso === null) throw new Refused(`XML: ${name} "${text}" is no date`, line);
  return iso;
}
