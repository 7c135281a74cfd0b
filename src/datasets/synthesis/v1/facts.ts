import type { Random } from '../../../core/random.ts';
import { LOCALES, type Locale, makeCity, makeCompanyName, makeStreet, VOCABULARY } from './words.ts';

/** Money in integer minor units (cents). */
export type Cents = number;

export interface Party {
  name: string;
  street: string;
  city: string;
  country: string;
  /** Compact form, e.g. `DE123456789`; `null` when the party has none. */
  vatId: string | null;
}

export interface LineFacts {
  name: string;
  /** In hundredths, so that 1.5 hours is 150. */
  quantityHundredths: number;
  unitPrice: Cents;
  netAmount: Cents;
  /** Percent in thousandths, so that 8.25 % is 8250. */
  rateThousandths: number;
}

export interface VatFacts {
  rateThousandths: number;
  base: Cents;
  tax: Cents;
}

/** Everything that is true of one invoice, before anything decides what is printed. */
export interface InvoiceFacts {
  locale: Locale;
  currency: string;
  invoiceNumber: string;
  issueDate: string;
  dueDate: string | null;
  purchaseOrderRef: string | null;
  seller: Party;
  buyer: Party;
  iban: string | null;
  lines: LineFacts[];
  lineTotal: Cents;
  discount: Cents;
  shipping: Cents;
  netTotal: Cents;
  vat: VatFacts[];
  vatTotal: Cents;
  grossTotal: Cents;
  prepaid: Cents;
  amountDue: Cents;
}

const RATES: Record<Locale, readonly number[]> = {
  'en-US': [6000, 7000, 8250, 8875, 5500, 4000],
  'en-GB': [20_000, 20_000, 5000],
  'de-DE': [19_000, 19_000, 7000],
  'fr-FR': [20_000, 20_000, 10_000, 5500],
  'es-ES': [21_000, 21_000, 10_000, 4000],
};

const COUNTRY: Record<Locale, string> = { 'en-US': 'US', 'en-GB': 'GB', 'de-DE': 'DE', 'fr-FR': 'FR', 'es-ES': 'ES' };

/** Draws the ledger of one invoice; every total follows from its lines in integer cents. */
export function makeFacts(random: Random): InvoiceFacts {
  const locale = random.pick(LOCALES);
  const rates = random.chance(0.2)
    ? [...new Set(random.shuffle(RATES[locale]))].slice(0, 2)
    : [random.pick(RATES[locale])];
  const lineCount = random.pick([1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 8]);
  const lines = Array.from({ length: lineCount }, () => makeLine(random, locale, random.pick(rates)));
  const lineTotal = sum(lines.map((line) => line.netAmount));
  // Adjustments only with one rate: how a discount is spread over several is the full generator's business.
  const single = new Set(lines.map((line) => line.rateThousandths)).size === 1;
  const discount = single && random.chance(0.2) ? Math.round((lineTotal * random.pick([2, 3, 5, 10])) / 100) : 0;
  const shipping = single && random.chance(0.2) ? random.integer(390, 4990) : 0;
  const netTotal = lineTotal - discount + shipping;
  const vat = [...new Set(lines.map((line) => line.rateThousandths))].map((rateThousandths) => {
    const own = sum(lines.filter((line) => line.rateThousandths === rateThousandths).map((line) => line.netAmount));
    const base = single ? netTotal : own;
    return { rateThousandths, base, tax: Math.round((base * rateThousandths) / 100_000) };
  });
  const vatTotal = sum(vat.map((entry) => entry.tax));
  const grossTotal = netTotal + vatTotal;
  const prepaid = random.chance(0.22) ? Math.round((grossTotal * random.pick([10, 20, 25, 30, 50])) / 100) : 0;
  const issued = Date.UTC(2019, 0, 1) + random.integer(0, 3100) * 86_400_000;
  return {
    locale,
    currency: makeCurrency(random, locale),
    invoiceNumber: makeInvoiceNumber(random),
    issueDate: isoDay(issued),
    dueDate: random.chance(0.72)
      ? isoDay(issued + random.pick([7, 8, 10, 14, 15, 20, 21, 28, 30, 45, 60]) * 86_400_000)
      : null,
    purchaseOrderRef: random.chance(0.5) ? makeOrderNumber(random) : null,
    seller: makeParty(random, locale, 0.8),
    buyer: makeParty(random, locale, 0.45),
    iban: locale !== 'en-US' && random.chance(0.62) ? makeIban(random, COUNTRY[locale]) : null,
    lines,
    lineTotal,
    discount,
    shipping,
    netTotal,
    vat,
    vatTotal,
    grossTotal,
    prepaid,
    amountDue: grossTotal - prepaid,
  };
}

/** ISO day of a UTC time. */
export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** A decimal string with two places, e.g. `1176.96`. */
export function decimalOfCents(cents: Cents): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** An IBAN of the right length for DE, GB, FR or ES, with valid ISO 7064 check digits. */
export function makeIban(random: Random, country: string): string {
  const digits = (count: number): string => Array.from({ length: count }, () => String(random.integer(0, 9))).join('');
  const bban =
    country === 'DE'
      ? digits(18)
      : country === 'GB'
        ? random.pick(['BARC', 'LOYD', 'NWBK', 'MIDL', 'HBUK']) + digits(14)
        : country === 'FR'
          ? digits(23)
          : digits(20);
  const expanded = `${bban}${country}00`
    .split('')
    .map((c) => (c >= 'A' ? String(c.charCodeAt(0) - 55) : c))
    .join('');
  const check = 98 - Number(BigInt(expanded) % 97n);
  return `${country}${String(check).padStart(2, '0')}${bban}`;
}

function makeLine(random: Random, locale: Locale, rateThousandths: number): LineFacts {
  const quantityHundredths = random.chance(0.12)
    ? random.integer(1, 30) * 50
    : random.pick([1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 10, 12, 20, 24, 50, 100]) * 100;
  const unitPrice = random.pick([
    random.integer(90, 4900),
    random.integer(2000, 40_000),
    random.integer(20_000, 300_000),
  ]);
  const name =
    random.pick(VOCABULARY[locale].goods) +
    (random.chance(0.2) ? ` ${random.pick(['XL', 'Pro', 'A3', 'B', 'plus', '2.0', 'M8', '500'])}` : '');
  return {
    name,
    quantityHundredths,
    unitPrice,
    netAmount: Math.round((quantityHundredths * unitPrice) / 100),
    rateThousandths,
  };
}

function makeParty(random: Random, locale: Locale, vatShare: number): Party {
  return {
    name: makeCompanyName(random, locale),
    street: makeStreet(random, locale),
    city: makeCity(random, locale),
    country: VOCABULARY[locale].country,
    vatId: locale !== 'en-US' && random.chance(vatShare) ? makeVatId(random, COUNTRY[locale]) : null,
  };
}

function makeVatId(random: Random, country: string): string {
  const digits = (count: number): string => Array.from({ length: count }, () => String(random.integer(0, 9))).join('');
  if (country === 'FR') return `FR${digits(11)}`;
  if (country === 'ES')
    return random.chance(0.5)
      ? `ES${random.pick(['A', 'B'])}${digits(8)}`
      : `ES${digits(8)}${random.pick(['H', 'K', 'R', 'T', 'W'])}`;
  return country + digits(9);
}

function makeCurrency(random: Random, locale: Locale): string {
  if (locale === 'en-US') return 'USD';
  if (locale === 'en-GB') return random.chance(0.85) ? 'GBP' : 'EUR';
  return locale === 'de-DE' && random.chance(0.12) ? 'CHF' : 'EUR';
}

function makeInvoiceNumber(random: Random): string {
  const year = random.integer(2019, 2027);
  const prefix = random.pick(['INV', 'RE', 'FA', 'F', 'R', 'IN', 'BL', 'SI', 'RG', 'AR', 'FV', 'TX']);
  switch (random.integer(0, 9)) {
    case 0:
      return `${prefix}-${String(random.integer(1, 999_999)).padStart(6, '0')}`;
    case 1:
      return `${year}-${String(random.integer(1, 9999)).padStart(4, '0')}`;
    case 2:
      return `${prefix}${random.integer(1000, 99_999)}`;
    case 3:
      return String(random.integer(10_000, 9_999_999));
    case 4:
      return `${year}/${String(random.integer(1, 999)).padStart(3, '0')}`;
    case 5:
      return `${prefix}${random.integer(100, 999)}-${random.integer(10, 99)}`;
    case 6:
      return `${prefix}/${year}/${random.integer(1, 9999)}`;
    case 7:
      return `${prefix}-${year}-${String(random.integer(1, 9999)).padStart(4, '0')}`;
    case 8:
      return `${random.integer(10, 99)}.${random.integer(100, 999)}.${random.integer(100, 999)}`;
    default:
      return `${year % 100}${String(random.integer(1, 12)).padStart(2, '0')}-${random.integer(100, 9999)}`;
  }
}

/** Order numbers of the buyer; other reference numbers on the page are drawn from the same forms on purpose. */
export function makeOrderNumber(random: Random): string {
  const forms = [
    () => `PO-${random.integer(1000, 999_999)}`,
    () => `4500${random.integer(100_000, 999_999)}`,
    () => `P${random.integer(1000, 99_999)}`,
    () => String(random.integer(10_000, 999_999)),
    () => `${random.pick(['B', 'BE', 'C', 'OC', 'PED'])}-${random.integer(100, 99_999)}`,
    () => `${random.integer(2019, 2027)}-${random.pick(['A', 'B', 'K', 'X'])}${random.integer(10, 999)}`,
  ];
  return random.pick(forms)();
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
