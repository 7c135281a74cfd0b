import { readCurrency } from './currencies.ts';
import type { CurrencyHints } from './currencies.ts';
import { parseDate } from './dates.ts';
import type { DateOrder, DecimalMark, Language } from './locales.ts';
import { parseAmount } from './money.ts';

const AMOUNT =
  /(?<![\d.,'\u2019])(?:\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+|\d+(?:[.,'\u2019]\d+)*)(?:[.,]\d+)?(?![\d\u2019']|[.,]\d)/g;

const SPACE = /\s/;

/** Every number of the text that is an amount in this notation, canonical and without its sign. */
export function findAmounts(text: string, decimal: DecimalMark): Set<string> {
  const amounts = new Set<string>();
  for (const seen of text.match(AMOUNT) ?? []) {
    const amount = parseAmount(seen, decimal);
    if (amount !== null) amounts.add(trimDecimal(amount));
    // "2 450,00" may be a quantity beside a price: its parts count as well.
    if (SPACE.test(seen)) {
      for (const part of seen.split(/\s/)) amounts.add(trimDecimal(parseAmount(part, decimal) ?? part));
    }
  }
  return amounts;
}

/** A canonical decimal without its sign and without trailing zeros: one text per magnitude. */
export function trimDecimal(amount: string): string {
  const unsigned = amount.startsWith('-') ? amount.slice(1) : amount;
  return unsigned.includes('.') ? unsigned.replace(/\.?0+$/, '') : unsigned;
}

const DATES = [
  /(?<![\d.,/-])\d{1,4}([./-]) ?\d{1,2}\1 ?\d{2,4}(?![\d/-]|[.,]\d)/g,
  /(?<!\d)\d{1,2}(?:st|nd|rd|th|er|\.|º)?[ -](?:(?:de|of) )?\p{L}{3,12}\.?,?[ -](?:de |del )?\d{2,4}(?!\d)/gu,
  /(?:(?:令和|平成)\s?)?\d{1,4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日/g,
];

/** Day and year behind a month; searched from the digits, since they are far rarer than letters. */
const AFTER_MONTH = /(?<=(?<!\p{L})(\p{L}{3,12})\.? )\d{1,2}(?:st|nd|rd|th)?,? \d{4}(?!\d)/gu;

/** Every date of the text as ISO, read in this order of day and month. */
export function findDates(text: string, order: DateOrder, languages: readonly Language[] = []): Set<string> {
  const found = new Set<string>();
  const read = (seen: string): void => {
    const iso = parseDate(seen, order, languages);
    if (iso !== null) found.add(iso);
  };
  for (const pattern of DATES) for (const seen of text.match(pattern) ?? []) read(seen);
  for (const [seen, month] of text.matchAll(AFTER_MONTH)) read(`${month} ${seen}`);
  return found;
}

const CURRENCY =
  /[A-Z]{3}|(?:US|CA|AU|NZ|HK|[ACSR])?\$|[€£¥₹₺₩₽₴円]|(?<!\p{L})(?:kr|zł|Kč|Ft|Fr\.|Rs|euros?)(?!\p{L})/giu;

/** Three letters that are no code as codes are printed. */
const LOWER_CODE = /^[a-z]{3}$/;

/** Every currency that the text shows by code, sign or name, as ISO 4217. */
export function findCurrencies(text: string, hints: CurrencyHints): Set<string> {
  const found = new Set<string>();
  for (const seen of new Set(text.match(CURRENCY) ?? [])) {
    const reading = LOWER_CODE.test(seen) ? null : readCurrency(seen, hints);
    if (reading !== null) found.add(reading.code);
  }
  return found;
}
