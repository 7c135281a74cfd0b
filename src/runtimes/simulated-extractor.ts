/** Words that invoices print before a value, besides the words of the key itself. */
const LABELS: Record<string, string[]> = {
  invoiceNumber: ['invoice no', 'invoice #', 'rechnung nr', 'rechnungsnummer', 'facture n'],
  issueDate: ['invoice date', 'date of issue', 'issued', 'date', 'datum', 'rechnungsdatum'],
  dueDate: ['payment due', 'due', 'pay by', 'fällig'],
  purchaseOrderRef: ['purchase order', 'po number', 'your order', 'po', 'bestellung'],
  sellerName: ['seller', 'from', 'supplier'],
  sellerVatId: ['vat id', 'vat no', 'ust-id'],
  buyerName: ['bill to', 'billed to', 'customer', 'sold to', 'buyer'],
  netTotal: ['subtotal', 'net amount', 'net total', 'zwischensumme', 'netto'],
  vatTotal: ['vat amount', 'sales tax', 'vat', 'tax', 'mwst'],
  grossTotal: ['grand total', 'total', 'gesamtbetrag', 'summe'],
  amountDue: ['amount due', 'balance due', 'zahlbetrag'],
};

/**
 * The value that a text prints for a key: the rest of the first line that begins with one of the key's labels. Good
 * enough to give a test something to score; `null` if no line begins so.
 */
export function findPrinted(text: string, key: string): string | null {
  const own = key.replaceAll(/([A-Z])|_/g, (_match, capital: string | undefined) => ` ${capital ?? ''}`).toLowerCase();
  const lower = text.toLowerCase();
  for (const label of [own, ...(LABELS[key] ?? [])]) {
    // The search line by line takes far longer than this one.
    if (!lower.includes(label)) continue;
    const value = readAfter(text, label);
    if (value !== null) return value;
  }
  return null;
}

const patterns = new Map<string, RegExp>();

function readAfter(text: string, label: string): string | null {
  const pattern = patterns.get(label) ?? patternAfter(label);
  patterns.set(label, pattern);
  return pattern.exec(text)?.[1] ?? null;
}

function patternAfter(label: string): RegExp {
  const escaped = label.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^[ \\t]*${escaped}[.:#\\s]*[:\\t ][ \\t]*(\\S.*?)[ \\t]*$`, 'imu');
}

const AMOUNT = /^-?(?:\d[\d.,'\u2019]*\d|\d)$/;

/**
 * The lines of a table that a text prints: each row that begins with words, has columns two spaces apart, and ends with an
 * amount. The numbers in order are quantity, unit price and net amount; a share is the rate, another word the unit.
 */
export function findRows(text: string): Record<string, string>[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', ...columns] = line.trim().split(/ {2,}/);
    const amounts = columns.filter((column) => AMOUNT.test(column));
    const [netAmount] = amounts.slice(-1);
    if (!/^\p{L}/u.test(name) || name.endsWith(':') || amounts.length < 2 || netAmount !== columns.at(-1)) return [];
    const [quantity, unitPrice] = amounts;
    const vatRate = columns.find((column) => column.endsWith('%'));
    const unit = columns.find((column) => /^\p{L}/u.test(column));
    const row: Record<string, string | undefined> = { name, quantity, unit, vatRate, netAmount };
    if (amounts.length > 2) row.unitPrice = unitPrice;
    return [
      Object.fromEntries(Object.entries(row).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    ];
  });
}
