import PdfDocument from 'pdfkit';
import type { Facts } from './make-einvoice-xml.ts';

export interface PdfOptions {
  attach?: { name: string; content: string | Buffer }[];
  userPassword?: string;
  ownerPassword?: string;
  /** What the page leaves out although the XML says it. */
  hide?: (keyof Facts)[];
  /** Draw no text at all. */
  blank?: boolean;
}

type Words = Record<
  | 'invoice'
  | 'number'
  | 'date'
  | 'due'
  | 'order'
  | 'vatId'
  | 'sum'
  | 'discount'
  | 'shipping'
  | 'net'
  | 'vat'
  | 'gross'
  | 'paid'
  | 'payable'
  | 'iban'
  | 'reference',
  string
>;

const WORDS: Record<'de' | 'fr', Words> = {
  de: {
    invoice: 'Rechnung',
    number: 'Rechnungsnummer',
    date: 'Rechnungsdatum',
    due: 'Fällig am',
    order: 'Ihre Bestellung',
    vatId: 'USt-IdNr.',
    sum: 'Zwischensumme',
    discount: 'Rabatt',
    shipping: 'Versandkosten',
    net: 'Nettobetrag',
    vat: 'Umsatzsteuer',
    gross: 'Gesamtbetrag',
    paid: 'Anzahlung',
    payable: 'Zahlbetrag',
    iban: 'IBAN',
    reference: 'Verwendungszweck',
  },
  fr: {
    invoice: 'Facture',
    number: 'Facture n°',
    date: 'Date de facture',
    due: 'Échéance',
    order: 'Commande',
    vatId: 'N° TVA',
    sum: 'Sous-total',
    discount: 'Remise',
    shipping: 'Frais de port',
    net: 'Total HT',
    vat: 'Montant TVA',
    gross: 'Total TTC',
    paid: 'Acompte',
    payable: 'Net à payer',
    iban: 'IBAN',
    reference: 'Référence',
  },
};
const UNITS = { de: { H87: 'Stk.', HUR: 'Std.' }, fr: { C62: 'pièces', DAY: 'jours' } } as const;

/** The invoice as a one-page PDF that prints its facts as the country does; the files are embedded as Factur-X does it. */
export async function makeInvoicePdf(facts: Facts, language: 'de' | 'fr', options: PdfOptions = {}): Promise<Buffer> {
  const { attach = [], hide = [], blank = false, userPassword, ownerPassword } = options;
  const pdf = new PdfDocument({
    size: 'A4',
    ...(userPassword === undefined ? {} : { userPassword }),
    ...(ownerPassword === undefined ? {} : { ownerPassword }),
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => pdf.on('end', resolve));
  for (const { name, content } of attach) {
    pdf.file(Buffer.from(content), { name, type: 'text/xml', description: 'Factur-X invoice' });
  }
  if (!blank) drawPage(pdf, { facts, words: WORDS[language], language, hide });
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

function drawPage(
  pdf: PDFKit.PDFDocument,
  { facts, words, language, hide }: { facts: Facts; words: Words; language: 'de' | 'fr'; hide: (keyof Facts)[] },
): void {
  const at = (text: string, x: number, y: number): void => {
    pdf.text(text, x, y, { lineBreak: false });
  };
  const money = (amount: string): string => {
    const [whole = '', cents = '00'] = amount.split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'de' ? '.' : '\u00a0');
    return `${grouped},${cents.padEnd(2, '0')} €`;
  };
  const date = (iso: string): string =>
    iso
      .split('-')
      .reverse()
      .join(language === 'de' ? '.' : '/');
  const shown = (name: keyof Facts): boolean => facts[name] !== undefined && !hide.includes(name);
  // The totals are drawn before the head: the order of the file is not that of the page.
  const totals: [keyof Facts, string][] = [
    ['lineTotal', words.sum],
    ['allowance', words.discount],
    ['charge', words.shipping],
    ['net', words.net],
    ['vat', words.vat],
    ['gross', words.gross],
    ['prepaid', words.paid],
    ['payable', words.payable],
  ];
  let y = 520;
  pdf.fontSize(10);
  for (const [name, label] of totals) {
    if (!shown(name)) continue;
    at(label, 330, y);
    at(money(facts[name] as string), 460, y);
    y += 16;
  }
  if (shown('iban')) at(`${words.iban} ${(facts.iban ?? '').replace(/(.{4})/g, '$1 ').trim()}`, 50, 700);
  if (shown('reference')) at(`${words.reference}: ${facts.reference}`, 50, 716);
  pdf.fontSize(16);
  at(words.invoice, 50, 50);
  pdf.fontSize(10);
  at(facts.seller.name, 50, 90);
  at(`${words.vatId} ${facts.seller.vatId ?? ''}`, 50, 104);
  at(facts.buyer.name, 50, 140);
  at(`${words.vatId} ${facts.buyer.vatId ?? ''}`, 50, 154);
  at(words.number, 330, 90);
  at(facts.number, 440, 90);
  at(words.date, 330, 104);
  at(date(facts.issued), 440, 104);
  if (shown('due')) {
    at(words.due, 330, 118);
    at(date(facts.due ?? ''), 440, 118);
  }
  if (shown('order')) {
    at(words.order, 330, 132);
    at(facts.order ?? '', 440, 132);
  }
  facts.lines.forEach((line, index) => {
    const row = 240 + index * 20;
    const unit = (UNITS[language] as Record<string, string>)[line.unit] ?? line.unit;
    at(String(index + 1), 50, row);
    at(line.name, 70, row);
    at(`${line.quantity.replace(/\.0+$/, '').replace('.', ',')} ${unit}`, 270, row);
    at(money(line.price), 340, row);
    at(`${line.rate.replace(/\.0+$/, '')} %`, 420, row);
    at(money(line.net), 470, row);
  });
}
