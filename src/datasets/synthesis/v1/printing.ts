import type { Random } from '../../../core/random.ts';
import type { HeaderField } from '../../../invoices/fields.ts';
import { type Cents, decimalOfCents } from './facts.ts';
import { HELD_OUT_LABELS, LABELS, type LabelKey, type Language } from './labels.ts';
import type { Locale } from './words.ts';

/** A stretch of text; with `field` it is where that field is printed. */
export interface Segment {
  text: string;
  field?: HeaderField;
}

/** One line of the document. */
export type Line = Segment[];

/** The habits of one document: how it writes numbers, dates, money and labels. All drawn once. */
export interface PrintStyle {
  language: Language;
  /** Whether tax is American sales tax rather than VAT. */
  salesTax: boolean;
  /** Thousands and decimal separators. */
  group: string;
  decimal: string;
  dateForm: string;
  /** How money names its currency. */
  money: 'symbol-before' | 'symbol-tight' | 'symbol-after' | 'code-after' | 'code-before' | 'bare';
  currencyMark: string;
  labelCase: 'as-is' | 'upper';
  /** Prints the held-out label words instead of the others. */
  heldOutLabels: boolean;
  /** Separates a label from its value on one line. */
  separator: string;
  groupedIds: boolean;
}

const LANGUAGE: Record<Locale, Language> = {
  'en-US': 'en',
  'en-GB': 'en',
  'de-DE': 'de',
  'fr-FR': 'fr',
  'es-ES': 'es',
};

const DATE_FORMS: Record<Locale, readonly string[]> = {
  'en-US': ['MM/DD/YYYY', 'M/D/YYYY', 'Mon D, YYYY', 'Month D, YYYY', 'YYYY-MM-DD', 'MM-DD-YYYY'],
  'en-GB': ['DD/MM/YYYY', 'D Month YYYY', 'DD Mon YYYY', 'DD-Mon-YYYY', 'DD.MM.YYYY', 'YYYY-MM-DD'],
  'de-DE': ['DD.MM.YYYY', 'DD.MM.YYYY', 'D. Month YYYY', 'DD.MM.YY', 'YYYY-MM-DD'],
  'fr-FR': ['DD/MM/YYYY', 'DD/MM/YYYY', 'D month YYYY', 'DD.MM.YYYY', 'DD-MM-YYYY'],
  'es-ES': ['DD/MM/YYYY', 'DD/MM/YYYY', 'D de month de YYYY', 'DD-MM-YYYY', 'DD.MM.YYYY'],
};

const MONTHS: Record<Language, readonly string[]> = {
  en: 'January|February|March|April|May|June|July|August|September|October|November|December'.split('|'),
  de: 'Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember'.split('|'),
  fr: 'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre'.split('|'),
  es: 'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre'.split('|'),
};

const SYMBOLS: Record<string, string> = { USD: '$', GBP: '£', EUR: '€' };

/** Draws the printing habits of one document. */
export function makeStyle(random: Random, locale: Locale, currency: string, heldOutLabels: boolean): PrintStyle {
  const language = LANGUAGE[locale];
  const english = language === 'en';
  const group = english ? ',' : language === 'fr' ? random.pick([' ', '\u00a0']) : '.';
  const symbol = SYMBOLS[currency];
  const forms: PrintStyle['money'][] = english
    ? ['symbol-tight', 'symbol-tight', 'symbol-before', 'code-after', 'code-before', 'bare']
    : ['symbol-after', 'symbol-after', 'code-after', 'symbol-before', 'code-before', 'bare'];
  const money = random.pick(symbol === undefined ? forms.filter((form) => !form.startsWith('symbol')) : forms);
  return {
    language,
    salesTax: locale === 'en-US',
    group: random.chance(0.12) ? '' : group,
    decimal: english ? '.' : ',',
    dateForm: random.pick(DATE_FORMS[locale]),
    money,
    currencyMark: money.startsWith('symbol') && symbol !== undefined ? symbol : currency,
    labelCase: random.chance(0.12) ? 'upper' : 'as-is',
    heldOutLabels,
    separator: random.pick([': ', ': ', ': ', ' ', '  ', ' : ', ':  ', ' - ', ':\t']),
    groupedIds: random.chance(0.5),
  };
}

/** A label word for the key, in the document's language and case. */
export function printLabel(random: Random, style: PrintStyle, key: LabelKey): string {
  const words = LABELS[style.language][key];
  const known = words.length - HELD_OUT_LABELS;
  const allowed = (style.heldOutLabels ? words.slice(known) : words.slice(0, known)).filter((word) =>
    fitsTax(style, word),
  );
  const word = random.pick(allowed);
  return style.labelCase === 'upper' ? word.toUpperCase() : word;
}

/** American invoices know no VAT, and no others know sales tax. */
function fitsTax({ language, salesTax }: PrintStyle, word: string): boolean {
  return language !== 'en' || !(salesTax ? /VAT|Value added/ : /Sales tax|EIN|Federal/).test(word);
}

/** A number with the document's separators, two decimals. */
export function printAmount(style: PrintStyle, cents: Cents): string {
  const [whole = '', fraction = ''] = decimalOfCents(cents).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, style.group) + style.decimal + fraction;
}

/** Money: the amount, tagged with its field, and the currency mark, tagged as the currency. A minus sign stands first. */
export function printMoney(style: PrintStyle, cents: Cents, field?: HeaderField): Segment[] {
  const sign: Segment[] = cents < 0 ? [{ text: '-' }] : [];
  const amount: Segment = { text: printAmount(style, Math.abs(cents)), ...(field === undefined ? {} : { field }) };
  const mark: Segment = { text: style.currencyMark, field: 'currency' };
  switch (style.money) {
    case 'bare':
      return [...sign, amount];
    case 'symbol-tight':
      return [...sign, mark, amount];
    case 'symbol-before':
    case 'code-before':
      return [...sign, mark, { text: ' ' }, amount];
    case 'symbol-after':
    case 'code-after':
      return [...sign, amount, { text: ' ' }, mark];
  }
}

/** An ISO date as the document writes dates. */
export function printDate(style: PrintStyle, iso: string): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  const name = MONTHS[style.language][Number(month) - 1] ?? '';
  const parts: Record<string, string> = {
    YYYY: year,
    YY: year.slice(2),
    Month: name,
    month: name,
    Mon: name.slice(0, 3),
    MM: month,
    DD: day,
    M: String(Number(month)),
    D: String(Number(day)),
  };
  return style.dateForm.replace(/YYYY|YY|Month|month|Mon|MM|DD|M|D/g, (token) => parts[token] ?? token);
}

/** A VAT id or IBAN, grouped by fours or threes when the document does so. */
export function printId(style: PrintStyle, id: string, size: 3 | 4): string {
  if (!style.groupedIds) return id;
  return size === 4
    ? id.replace(/(.{4})(?=.)/g, '$1 ')
    : `${id.slice(0, 2)} ${id.slice(2).replace(/(.{3})(?=.)/g, '$1 ')}`;
}

/** A percentage, e.g. `19 %`, `8.25%`. */
export function printRate(style: PrintStyle, rateThousandths: number): string {
  const number = String(rateThousandths / 1000).replace('.', style.decimal);
  return style.language === 'en' ? `${number}%` : `${number} %`;
}

/** A quantity without trailing zeros, e.g. `1,5`. */
export function printQuantity(style: PrintStyle, hundredths: number): string {
  return String(hundredths / 100).replace('.', style.decimal);
}
