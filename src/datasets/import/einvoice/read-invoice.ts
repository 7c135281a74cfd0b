import { HEADER_FIELDS, type HeaderField, LINE_FIELDS, type LineField } from '../../../invoices/fields.ts';
import type { VatBreakdownEntry } from '../../../invoices/truth.ts';
import type { EInvoice, Stated } from './einvoice.ts';
import { elementsAt, type XmlElement } from './parse-xml.ts';
import { type Place, readDecimal, readPlaces, readXmlDate } from './read-values.ts';

/** Where a syntax keeps everything. */
export interface Syntax {
  header: Readonly<Record<HeaderField, readonly Place[]>>;
  line: Readonly<Record<Exclude<LineField, 'unit'>, readonly Place[]>>;
  /** Path of the lines from the root, and of the quantity within a line: its attribute is the unit. */
  lines: string;
  quantity: string;
  /** Path of the VAT breakdown from the root, and of its parts within an entry. */
  breakdown: string;
  tax: Readonly<Record<keyof VatBreakdownEntry, string>>;
  isDate: (name: string) => boolean;
}

/** Reads an invoice by the places of its syntax. Refuses, with the line, numbers and dates that are none. */
export function readInvoice(root: XmlElement, syntax: Syntax): Omit<EInvoice, 'syntax' | 'profile'> {
  const currency = readPlaces(root, syntax.header.currency, 'code')[0]?.value;
  const header: EInvoice['header'] = {};
  const ambiguous: HeaderField[] = [];
  for (const [field, type] of Object.entries(HEADER_FIELDS) as [HeaderField, (typeof HEADER_FIELDS)[HeaderField]][]) {
    const places = syntax.header[field].map((place) => ({ ...place, keep: keepCurrency(place, currency) }));
    const [first, ...others] = readPlaces(root, places, type);
    if (first === undefined) continue;
    if (others.length > 0) ambiguous.push(field);
    else header[field] = first;
  }
  const known = new Set([header.issueDate?.value, header.dueDate?.value]);
  return {
    header,
    ambiguous,
    otherDates: [...new Set(datesOf(root, syntax.isDate))].filter((date) => !known.has(date)),
    vatBreakdown: elementsAt(root, syntax.breakdown)
      .filter((entry) => isInCurrency(entry, syntax.tax.tax, currency))
      .map((entry) => readTax(entry, syntax.tax)),
    lines: elementsAt(root, syntax.lines).map((line) => readLine(line, syntax)),
  };
}

/** Totals may be stated in the currency of the tax authority as well; those are not what the invoice asks for. */
function keepCurrency({ keep }: Place, currency: string | undefined): (element: XmlElement) => boolean {
  return (element) => {
    const { currencyID } = element.attributes;
    return (currencyID === undefined || currency === undefined || currencyID === currency) && (keep?.(element) ?? true);
  };
}

function isInCurrency(entry: XmlElement, path: string, currency: string | undefined): boolean {
  return elementsAt(entry, path).every(
    ({ attributes: { currencyID } }) => currencyID === undefined || currencyID === currency,
  );
}

function readTax(entry: XmlElement, paths: Syntax['tax']): VatBreakdownEntry {
  const amount = (path: string): string => {
    const [element] = elementsAt(entry, path);
    return element === undefined ? '0' : readDecimal(element);
  };
  return {
    category: elementsAt(entry, paths.category)[0]?.text ?? '',
    rate: amount(paths.rate),
    base: amount(paths.base),
    tax: amount(paths.tax),
  };
}

function readLine(line: XmlElement, { line: places, quantity }: Syntax): Partial<Record<LineField, Stated>> {
  const stated: Partial<Record<LineField, Stated>> = {};
  for (const [field, type] of Object.entries(LINE_FIELDS) as [LineField, (typeof LINE_FIELDS)[LineField]][]) {
    if (field === 'unit') {
      const code = elementsAt(line, quantity)[0]?.attributes.unitCode?.trim() ?? '';
      if (code !== '') stated.unit = { value: code, raw: code };
      continue;
    }
    const [first, ...others] = readPlaces(line, places[field], type);
    if (first !== undefined && others.length === 0) stated[field] = first;
  }
  return stated;
}

function datesOf(element: XmlElement, isDate: (name: string) => boolean): string[] {
  const own = isDate(element.name) && element.text !== '' ? [tryDate(element)] : [];
  return [...own.flatMap((date) => date ?? []), ...element.children.flatMap((child) => datesOf(child, isDate))];
}

/** A date that no field needs may be of a form that is not read, such as a month. */
function tryDate(element: XmlElement): string | undefined {
  try {
    return readXmlDate(element);
  } catch {
    return undefined;
  }
}
