import type { Random } from '../../../core/random.ts';

/** An invoice number in one of the habits of bookkeeping programs. `issued` in milliseconds. */
export function makeInvoiceNumber(random: Random, issued: number): string {
  const year = new Date(issued).getUTCFullYear();
  const serial = random.integer(1, 99_999);
  const padded = (digits: number): string => String(serial).padStart(digits, '0');
  switch (random.integer(0, 11)) {
    case 0:
      return `INV-${padded(6)}`;
    case 1:
      return `${year}-${padded(4)}`;
    case 2:
      return `RE-${year}-${padded(4)}`;
    case 3:
      return `${String(year).slice(2)}${padded(6)}`;
    case 4:
      return `F${year}/${padded(4)}`;
    case 5:
      return String(random.integer(100_000, 99_999_999));
    case 6:
      return `${random.pick(['A', 'B', 'K', 'S', 'X'])}${padded(5)}`;
    case 7:
      return `${padded(4)}/${String(year).slice(2)}`;
    case 8:
      return `${random.pick(['FV', 'FA', 'RG', 'VF', 'SI', 'FC'])} ${padded(3)}/${String(random.integer(1, 12)).padStart(2, '0')}/${year}`;
    case 9:
      return `${random.integer(100, 999)}-${random.integer(1000, 9999)}-${random.integer(10, 99)}`;
    case 10:
      return `${random.pick(['INV', 'RE', 'SL', 'DOC'])}${year}${padded(5)}`;
    default:
      return `${year}.${padded(5)}`;
  }
}

/** A number of an order, a delivery or a contract. */
export function makeReference(random: Random): string {
  const number = random.integer(100, 999_999);
  switch (random.integer(0, 6)) {
    case 0:
      return `PO-${number}`;
    case 1:
      return String(random.integer(4_500_000, 4_599_999));
    case 2:
      return `PO${String(number).padStart(6, '0')}`;
    case 3:
      return `${random.pick(['B', 'ORD', 'K', 'V'])}-${number}`;
    case 4:
      return `${number}/${random.integer(10, 99)}`;
    case 5:
      return String(number);
    default:
      return `${random.pick(['AX', 'BR', 'CT', 'DL'])}${random.integer(1000, 9999)}`;
  }
}
