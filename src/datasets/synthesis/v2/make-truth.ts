import { HEADER_FIELDS, type HeaderField, LINE_FIELDS, type LineField } from '../../../invoices/fields.ts';
import type { Ledger, LedgerLine } from '../../../invoices/ledger.ts';
import { decimalOf, shortDecimalOf } from '../../../invoices/minor-units.ts';
import type { GroundTruth, TrueValue } from '../../../invoices/truth.ts';
import type { Place, Places } from './render-text.ts';
import type { Trap } from './view-context.ts';

const MONEY = [
  'lineTotal',
  'allowanceTotal',
  'chargeTotal',
  'netTotal',
  'vatTotal',
  'grossTotal',
  'prepaid',
  'amountDue',
] as const satisfies readonly HeaderField[];

const HEADER_NAMES = Object.keys(HEADER_FIELDS) as HeaderField[];
const LINE_NAMES = Object.keys(LINE_FIELDS) as LineField[];

/** What each header field is, printed or not. */
function headerValues(
  ledger: Ledger,
  printed: Partial<Record<HeaderField, number>>,
): Record<HeaderField, string | null> {
  const values = {
    invoiceNumber: ledger.invoiceNumber,
    issueDate: ledger.issueDate,
    dueDate: ledger.dueDate,
    purchaseOrderRef: ledger.purchaseOrderRef,
    sellerName: ledger.seller.name,
    sellerVatId: ledger.seller.vatId,
    buyerName: ledger.buyer.name,
    buyerVatId: ledger.buyer.vatId,
    currency: ledger.currency,
    iban: ledger.iban,
    paymentReference: ledger.paymentReference,
  } as Record<HeaderField, string | null>;
  for (const name of MONEY) values[name] = decimalOf(printed[name] ?? ledger[name], ledger.decimals);
  return values;
}

const ABSENT: TrueValue = { value: null, state: 'absent' };
const UNKNOWN: TrueValue = { value: null, state: 'unknown' };
/** All cells from the start: an object that grows name by name costs more. */
const ALL_ABSENT = Object.fromEntries(LINE_NAMES.map((name) => [name, ABSENT])) as Record<LineField, TrueValue>;

function trueValue(value: string | null, place: Place | undefined): TrueValue {
  if (place === undefined) return ABSENT;
  const { printed, span, page, box } = place;
  return { value, state: 'present', printed, span, page, box };
}

/**
 * Header fields as they are printed: present with their place, or absent. Two are left unknown, since readers may
 * differ: the date of an order confirmation, which is no invoice, and the net figures of lines with gross prices.
 */
export function makeHeaderTruth(
  ledger: Ledger,
  places: Places['header'],
  { printed, trap }: { printed: Partial<Record<HeaderField, number>>; trap: Trap | null },
): GroundTruth['fields'] {
  const values = headerValues(ledger, printed);
  const fields: GroundTruth['fields'] = {};
  for (const name of HEADER_NAMES) fields[name] = trueValue(values[name], places[name]);
  if (trap === 'order-confirmation') fields.issueDate = UNKNOWN;
  return fields;
}

/** Cells of every line as they are printed. */
export function makeLineTruth(ledger: Ledger, places: Places['lines']): NonNullable<GroundTruth['lines']> {
  const gross = ledger.profile === 'gross';
  return ledger.lines.map((line, index) => {
    const printed = places[index];
    const cells: Record<LineField, TrueValue> = { ...ALL_ABSENT };
    for (const name of LINE_NAMES) {
      const place = printed?.[name];
      const hidden = gross && (name === 'unitPrice' || name === 'netAmount');
      if (hidden) cells[name] = UNKNOWN;
      else if (place !== undefined) cells[name] = trueValue(lineValue(line, name, place, ledger.decimals), place);
    }
    return cells;
  });
}

function lineValue(line: LedgerLine, name: LineField, { printed }: Place, decimals: number): string {
  switch (name) {
    case 'name':
      return line.name;
    case 'quantity':
      return shortDecimalOf(line.quantityThousandths, 3);
    case 'unit':
      return printed;
    case 'unitPrice':
      return decimalOf(line.unitPrice, line.unitPriceDecimals);
    case 'netAmount':
      return decimalOf(line.netAmount, decimals);
    case 'vatRate':
      return shortDecimalOf(line.rateThousandths, 3);
  }
}
