import { HEADER_FIELDS, type HeaderField, LINE_FIELDS, type LineField } from '../../../invoices/fields.ts';
import type { Ledger, LedgerLine } from '../../../invoices/ledger.ts';
import { decimalOf, shortDecimalOf } from '../../../invoices/minor-units.ts';
import type { GroundTruth, TrueValue } from '../../../invoices/truth.ts';
import type { Place, Places } from './render-text.ts';
import type { Trap } from './view-context.ts';

const HEADER_NAMES = Object.keys(HEADER_FIELDS) as HeaderField[];
const LINE_NAMES = Object.keys(LINE_FIELDS) as LineField[];

/** What a header field is; an amount as it is printed. */
function headerValue(ledger: Ledger, name: HeaderField, printed: Partial<Record<HeaderField, number>>): string | null {
  switch (name) {
    case 'sellerName':
      return ledger.seller.name;
    case 'sellerVatId':
      return ledger.seller.vatId;
    case 'buyerName':
      return ledger.buyer.name;
    case 'buyerVatId':
      return ledger.buyer.vatId;
    case 'invoiceNumber':
    case 'issueDate':
    case 'dueDate':
    case 'purchaseOrderRef':
    case 'currency':
    case 'iban':
    case 'paymentReference':
      return ledger[name];
    default:
      return decimalOf(printed[name] ?? ledger[name], ledger.decimals);
  }
}

const ABSENT: TrueValue = { value: null, state: 'absent' };
const UNKNOWN: TrueValue = { value: null, state: 'unknown' };
/** All names from the start: an object that grows name by name costs more. */
const NO_FIELDS = Object.fromEntries(HEADER_NAMES.map((name) => [name, ABSENT])) as Record<HeaderField, TrueValue>;
const NO_CELLS = Object.fromEntries(LINE_NAMES.map((name) => [name, ABSENT])) as Record<LineField, TrueValue>;

function trueValue(value: string | null, place: Place): TrueValue {
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
  const fields: Record<HeaderField, TrueValue> = { ...NO_FIELDS };
  for (const name of HEADER_NAMES) {
    const place = places[name];
    if (place !== undefined) fields[name] = trueValue(headerValue(ledger, name, printed), place);
  }
  if (trap === 'order-confirmation') fields.issueDate = UNKNOWN;
  return fields;
}

/** Cells of every line as they are printed. */
export function makeLineTruth(ledger: Ledger, places: Places['lines']): NonNullable<GroundTruth['lines']> {
  const gross = ledger.profile === 'gross';
  return ledger.lines.map((line, index) => {
    const printed = places[index];
    const cells: Record<LineField, TrueValue> = { ...NO_CELLS };
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
