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
  for (const label of [own, ...(LABELS[key] ?? [])]) {
    const value = readAfter(text, label);
    if (value !== null) return value;
  }
  return null;
}

function readAfter(text: string, label: string): string | null {
  const escaped = label.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const match = new RegExp(`^[ \\t]*${escaped}[.:#\\s]*[:\\t ][ \\t]*(\\S.*?)[ \\t]*$`, 'imu').exec(text);
  return match?.[1] ?? null;
}
