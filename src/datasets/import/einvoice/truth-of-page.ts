import type { DocumentLocale } from '../../../invoices/describe-locale.ts';
import { HEADER_FIELDS, type HeaderField, LINE_FIELDS, type LineField } from '../../../invoices/fields.ts';
import { normaliseId } from '../../../invoices/identifiers.ts';
import type { TrueValue } from '../../../invoices/truth.ts';
import { dateCandidates, printsIban, vatIdsOf } from '../page/candidates.ts';
import { lastFieldsNamed } from '../page/field-labels.ts';
import { type HeaderValues, locateFields } from '../page/locate-fields.ts';
import { locateLines } from '../page/locate-lines.ts';
import type { PageText } from '../page/page-text.ts';
import { Refused } from '../refusal.ts';
import type { EInvoice, Stated } from './einvoice.ts';
import { carriesField, carriesLines } from './profiles.ts';
import { breakdownOf, type Truths } from './truth-of-xml.ts';

/** A page that shows none of these is not the page of this XML. */
const PROOFS = [
  'invoiceNumber',
  'issueDate',
  'netTotal',
  'grossTotal',
  'amountDue',
] as const satisfies readonly HeaderField[];

/**
 * The truth of an invoice whose document is a page: the values of its XML that the page prints are present, with page,
 * box and place in the text. The XML binds the page in one direction only: what it states and the page does not show,
 * and what its profile cannot carry, is unknown. `absent` needs both: the XML leaves the field out although its profile
 * has a place for it, and the page prints nothing of that kind (an IBAN, a VAT identifier, another date).
 * Refuses a page that shows nothing of what identifies the invoice.
 */
export function truthOfPage(invoice: EInvoice, page: PageText, locale: DocumentLocale): Truths {
  const { header, ambiguous, profile, lines } = invoice;
  const values = valuesOf(header) as HeaderValues;
  const otherAmounts = lines.flatMap(({ netAmount, unitPrice }) =>
    [netAmount, unitPrice].flatMap((cell) => cell?.value ?? []),
  );
  const located = locateFields(page, { values, otherAmounts, locale });
  if (PROOFS.every((field) => located[field]?.state !== 'present')) {
    throw new Refused(
      'PDF prints neither number, date nor totals of its XML: they are two invoices, or its text is not readable',
    );
  }
  const fields: Truths['fields'] = {};
  for (const field of Object.keys(HEADER_FIELDS) as HeaderField[]) {
    const left = header[field] === undefined && !ambiguous.includes(field) && carriesField(profile, field);
    const absent = left && printsNone(field, { invoice, page, locale });
    const silent: TrueValue = { value: null, state: absent ? 'absent' : 'unknown' };
    fields[field] = located[field] ?? silent;
  }
  return {
    fields,
    ...breakdownOf(invoice),
    ...(carriesLines(profile) || lines.length > 0
      ? { lines: locateLines(page, lines.map(valuesOf), locale).map(completeLine) }
      : {}),
  };
}

function valuesOf<Name extends string>(stated: Partial<Record<Name, Stated>>): Partial<Record<Name, string>> {
  const entries = Object.entries<Stated | undefined>(stated).map(([name, value]) => [name, value?.value]);
  return Object.fromEntries(entries) as Partial<Record<Name, string>>;
}

function completeLine(line: Partial<Record<LineField, TrueValue>>): Partial<Record<LineField, TrueValue>> {
  const unknown: TrueValue = { value: null, state: 'unknown' };
  const names = Object.keys(LINE_FIELDS) as LineField[];
  return Object.fromEntries(names.map((name) => [name, line[name] ?? unknown]));
}

/** Whether the page shows nothing that could be this field. Kinds that cannot be told from their looks are never ruled out. */
function printsNone(
  field: HeaderField,
  { invoice, page, locale }: { invoice: EInvoice; page: PageText; locale: DocumentLocale },
): boolean {
  const { header, otherDates } = invoice;
  const { text } = page;
  if (field === 'iban') return !printsIban(text);
  if (field === 'sellerVatId' || field === 'buyerVatId') {
    const other = header[field === 'sellerVatId' ? 'buyerVatId' : 'sellerVatId']?.value ?? '';
    return vatIdsOf(text).every((seen) => seen === normaliseId(other));
  }
  if (field !== 'dueDate') return false;
  const stated = new Set([header.issueDate?.value, ...otherDates]);
  return dateCandidates(text, locale).every(({ value, start }) => {
    const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    return stated.has(value) && !lastFieldsNamed(line).includes('dueDate');
  });
}
