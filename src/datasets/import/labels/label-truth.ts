import { parseCurrency } from '../../../invoices/currencies.ts';
import { parseDate } from '../../../invoices/dates.ts';
import type { DocumentLocale } from '../../../invoices/describe-locale.ts';
import {
  type FieldType,
  HEADER_FIELDS,
  type HeaderField,
  LINE_FIELDS,
  type LineField,
} from '../../../invoices/fields.ts';
import { parseAmount, parseQuantity } from '../../../invoices/money.ts';
import type { GroundTruth, TrueValue } from '../../../invoices/truth.ts';
import { type Candidate, candidatesOf, textCandidates } from '../page/candidates.ts';
import { locateFields, printedAt } from '../page/locate-fields.ts';
import type { PageText } from '../page/page-text.ts';

export type Box = [number, number, number, number];

/** What a source says about one field of one document. */
export interface SourceLabel {
  /** As the document shows it, or as the source writes it. */
  text: string;
  /** Canonical, where the source gives it so. */
  value?: string;
  page?: number;
  box?: Box;
  /** Of `text` in the text of the document, as the source counts it. */
  span?: readonly [number, number];
  /** The source says that the document does not print the field. */
  isAbsent?: boolean;
}

export type HeaderLabels = Partial<Record<HeaderField, readonly SourceLabel[]>>;
export type LineLabels = Partial<Record<LineField, readonly SourceLabel[]>>;

export interface LabelledDocument {
  page: PageText;
  locale: DocumentLocale;
  header: HeaderLabels;
  lines?: readonly LineLabels[];
  /** Reads amounts of a source that has a notation of its own. */
  readAmount?: (printed: string) => string | null;
}

export type LabelTruth = Pick<GroundTruth, 'fields' | 'lines'> & { faults: string[] };

/**
 * The truth that labels give. A labelled field is present with the label's value; several labels that agree are one; several
 * that differ are unknown, as is a label that cannot be read as its type, which is a fault as well. Fields without a label
 * are unknown. The place in the text is where the text shows the value, at the label's own box where it has one.
 */
export function makeLabelTruth({ page, locale, header, lines, readAmount }: LabelledDocument): LabelTruth {
  const faults: string[] = [];
  const read = (name: string, type: FieldType, labels: readonly SourceLabel[] = []): ReadLabel | undefined => {
    const values = new Map<string, SourceLabel>();
    for (const label of labels) {
      if (label.isAbsent === true) return { label, value: null };
      if (label.text.trim() === '' && label.value === undefined) continue;
      const value = label.value ?? canonicalOf(label.text, type, { locale, readAmount, isUnit: name.endsWith('unit') });
      if (value === null) faults.push(`${name} "${label.text}" is no ${type} that can be read (${locale.tag})`);
      else if (!values.has(value)) values.set(value, label);
    }
    const [first, ...others] = values;
    return first === undefined || others.length > 0 ? undefined : { label: first[1], value: first[0] };
  };
  const readHeader = mapFields(HEADER_FIELDS, (field) => read(field, HEADER_FIELDS[field], header[field]));
  const values = Object.fromEntries(
    Object.entries(readHeader).flatMap(([field, found]) => (found?.value == null ? [] : [[field, found.value]])),
  ) as Partial<Record<HeaderField, string>>;
  const located = locateFields(page, { values, locale });
  const fields = mapFields(HEADER_FIELDS, (field) =>
    truthOf(page, { found: readHeader[field], type: HEADER_FIELDS[field], locale, elsewhere: located[field] }),
  );
  const cells = lines?.map((line, index) =>
    mapFields(LINE_FIELDS, (field) => {
      const found = read(`lines.${index}.${field}`, LINE_FIELDS[field], line[field]);
      return truthOf(page, { found, type: LINE_FIELDS[field], locale, elsewhere: undefined });
    }),
  );
  return { fields, ...(cells === undefined ? {} : { lines: cells }), faults };
}

interface ReadLabel {
  label: SourceLabel;
  /** `null` where the source says that the field is absent. */
  value: string | null;
}

function mapFields<Name extends string, Result>(
  names: Record<Name, unknown>,
  make: (name: Name) => Result,
): Record<Name, Result> {
  return Object.fromEntries((Object.keys(names) as Name[]).map((name) => [name, make(name)])) as Record<Name, Result>;
}

function canonicalOf(
  text: string,
  type: FieldType,
  {
    locale,
    readAmount,
    isUnit,
  }: { locale: DocumentLocale; readAmount: LabelledDocument['readAmount']; isUnit: boolean },
): string | null {
  if (type === 'money') return (readAmount ?? ((printed) => parseAmount(printed, locale.decimal)))(text);
  if (type === 'quantity') return (readAmount ?? ((printed) => parseQuantity(printed, locale.decimal)))(text);
  if (type === 'date') return parseDate(text, locale.dateOrder, [locale.language, 'en']);
  if (type === 'code' && !isUnit)
    return parseCurrency(text, { language: locale.language, region: locale.region, codes: locale.currencyCodes });
  return text.replace(/\s+/g, ' ').trim();
}

function truthOf(
  page: PageText,
  {
    found,
    type,
    locale,
    elsewhere,
  }: { found: ReadLabel | undefined; type: FieldType; locale: DocumentLocale; elsewhere: TrueValue | undefined },
): TrueValue {
  if (found === undefined) return { value: null, state: 'unknown' };
  const { label, value } = found;
  if (value === null) return { value: null, state: 'absent' };
  const place = {
    ...(label.page === undefined ? {} : { page: label.page }),
    ...(label.box === undefined ? {} : { box: label.box }),
  };
  const { box, span } = label;
  const counted = span === undefined ? undefined : trimSpan(page.text, span);
  if (counted !== undefined && page.text.slice(counted.start, counted.end) === label.text.trim()) {
    return { ...printedAt(page, counted, value), ...place };
  }
  if (box !== undefined) {
    const shown = [...textCandidates(page.text, label.text), ...candidatesOf(page.text, value, type, locale)];
    const own = shown.find((candidate) => overlaps(page, candidate, { page: label.page ?? 1, box }));
    if (own !== undefined) return { ...printedAt(page, own, value), ...place };
  } else if (elsewhere?.state === 'present') return elsewhere;
  return { value, state: 'present', printed: label.text, ...place };
}

/** Whether the middle of the text's box lies in the label's: readers of scans and annotators draw borders differently. */
function overlaps(page: PageText, { start, end }: Candidate, label: { page: number; box: Box }): boolean {
  const place = page.placeOf([start, end]);
  if (place === undefined || place.page !== label.page) return false;
  const [x, y] = [(place.box[0] + place.box[2]) / 2, (place.box[1] + place.box[3]) / 2];
  const [left, top, right, bottom] = label.box;
  return left <= x && x <= right && top <= y && y <= bottom;
}

/** A span without the white space at its ends. */
function trimSpan(text: string, [start, end]: readonly [number, number]): { start: number; end: number } {
  const seen = text.slice(start, end);
  return { start: start + seen.length - seen.trimStart().length, end: start + seen.trimEnd().length };
}
