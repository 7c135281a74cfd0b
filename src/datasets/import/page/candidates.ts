import { readCurrency } from '../../../invoices/currencies.ts';
import { parseDate } from '../../../invoices/dates.ts';
import type { DocumentLocale } from '../../../invoices/describe-locale.ts';
import { trimDecimal } from '../../../invoices/find-values.ts';
import type { FieldType } from '../../../invoices/fields.ts';
import { isIban, normaliseId, vatCountry } from '../../../invoices/identifiers.ts';
import { parseAmount } from '../../../invoices/money.ts';

/** A place of the text that can be read as a value; `value` is canonical. */
export interface Candidate {
  start: number;
  end: number;
  value: string;
}

const SPACE = '[ \\u00a0\\u202f\\u2009]';
const MINUS = '[-\\u2212\\u2013]';
const AMOUNT = new RegExp(
  `(?<![\\p{L}\\d,/-])(?<!(?<!\\p{L})\\.)${MINUS}?(?:\\d{1,3}(?:${SPACE}\\d{3})+|\\d+(?:[.,'\\u2019]\\d+)*)(?:[.,]\\d+)?(?:${MINUS}(?![\\p{L}\\d]))?(?![\\d'\\u2019]|[.,/-]\\d)`,
  'gu',
);

/** A signed decimal without trailing zeros: one text per value. */
export function plainDecimal(amount: string): string {
  const magnitude = trimDecimal(amount);
  return amount.startsWith('-') && magnitude !== '0' ? `-${magnitude}` : magnitude;
}

/** Every number of the text, signed, in the notation of the document. Digits within words, dates and ids are none. */
export function amountCandidates(text: string, locale: Pick<DocumentLocale, 'decimal'>): Candidate[] {
  return [...text.matchAll(AMOUNT)].flatMap(({ 0: seen, index }) => {
    const whole = { at: index, seen };
    // "2 450,00" may be a quantity beside a price.
    const parts = /\s/.test(seen)
      ? [...seen.matchAll(/\S+/g)].map((part) => ({ at: index + part.index, seen: part[0] }))
      : [];
    return [whole, ...parts].flatMap((piece) => {
      const amount = parseAmount(piece.seen, locale.decimal);
      return amount === null
        ? []
        : [{ start: piece.at, end: piece.at + piece.seen.length, value: plainDecimal(amount) }];
    });
  });
}

const DATES = [
  /(?<![\d.,/-])\d{1,4}([./-]) ?\d{1,2}\1 ?\d{2,4}(?![\d/-]|[.,]\d)/gu,
  /(?<!\d)\d{1,2}(?:st|nd|rd|th|er|\.|º)?[ -](?:(?:de|of) )?\p{L}{3,12}\.?,?[ -](?:de |del )?\d{2,4}(?!\d)/gu,
  /(?<!\p{L})\p{L}{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}(?!\d)/gu,
  /(?:(?:令和|平成)\s?)?\d{1,4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日/gu,
];

/** Every date of the text as ISO, in the document's order of day and month. */
export function dateCandidates(
  text: string,
  { dateOrder, language }: Pick<DocumentLocale, 'dateOrder' | 'language'>,
): Candidate[] {
  return DATES.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ 0: seen, index }) => {
      // Month names of English are printed beside those of any language.
      const iso = parseDate(seen, dateOrder, [language, 'en']);
      return iso === null ? [] : [{ start: index, end: index + seen.length, value: iso }];
    }),
  );
}

const CURRENCY =
  /(?<!\p{L})[A-Z]{3}(?!\p{L})|(?:US|CA|AU|NZ|HK|[ACSR])?\$|[€£¥₹₺₩₽₴円]|(?<!\p{L})(?:kr|zł|Kč|Ft|Fr\.|Rs|[Ee]uros?)(?!\p{L})/gu;

/** Every currency that the text shows, by code, sign or name, as ISO 4217. */
export function currencyCandidates(text: string, { language, region, currencyCodes }: DocumentLocale): Candidate[] {
  return [...text.matchAll(CURRENCY)].flatMap(({ 0: seen, index }) => {
    const reading = readCurrency(seen, { language, region, codes: currencyCodes });
    return reading === null ? [] : [{ start: index, end: index + seen.length, value: reading.code }];
  });
}

// Under the flag `u` only these may be escaped.
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Places where this identifier stands with any separators between its characters. */
export function idCandidates(text: string, id: string): Candidate[] {
  const characters = Array.from(normaliseId(id), escape);
  if (characters.length === 0) return [];
  const pattern = new RegExp(
    `(?<![\\p{L}\\d])${characters.join('[ \\u00a0./_:\\u2010-\\u2015\\u00b7-]{0,2}')}(?![\\p{L}\\d])`,
    'giu',
  );
  return [...text.matchAll(pattern)].map(({ 0: seen, index }) => ({
    start: index,
    end: index + seen.length,
    value: id,
  }));
}

/** Places where this text stands, whatever its case and the white space between its words. */
export function textCandidates(text: string, sought: string): Candidate[] {
  const words = sought
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(escape);
  if (words.length === 0) return [];
  const pattern = new RegExp(`(?<![\\p{L}\\d])${words.join('\\s+')}(?![\\p{L}\\d])`, 'giu');
  return [...text.matchAll(pattern)].map(({ 0: seen, index }) => ({
    start: index,
    end: index + seen.length,
    value: sought,
  }));
}

/** Places of this value of a field of this type. */
export function candidatesOf(text: string, value: string, type: FieldType, locale: DocumentLocale): Candidate[] {
  const equal = (candidates: Candidate[], sought: string): Candidate[] =>
    candidates.filter((seen) => seen.value === sought);
  if (type === 'quantity') return equal(amountCandidates(text, locale), plainDecimal(value));
  if (type === 'money') {
    // "VAT 0 %" is a rate.
    return equal(amountCandidates(text, locale), plainDecimal(value)).filter(
      ({ end }) => !/^\s?%/.test(text.slice(end, end + 2)),
    );
  }
  if (type === 'date') return equal(dateCandidates(text, locale), value);
  if (type === 'id') return idCandidates(text, value);
  return type === 'code' ? equal(currencyCandidates(text, locale), value) : textCandidates(text, value);
}

const VAT_LIKE = /(?<![\p{L}\d])[A-Z]{2,3}[ .-]?[A-Z0-9](?:[ .-]?[A-Z0-9]){6,14}(?![\p{L}\d])/gu;
const IBAN_LIKE = /(?<![\p{L}\d])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![\p{L}\d])/gu;

/** Every VAT identifier of the text, by shape, without separators. */
export function vatIdsOf(text: string): string[] {
  return (text.match(VAT_LIKE) ?? []).filter((seen) => vatCountry(seen) !== null).map(normaliseId);
}

/** Whether the text prints anything that could be an IBAN. */
export function printsIban(text: string): boolean {
  return (text.match(IBAN_LIKE) ?? []).some((seen) => isIban(seen) || /IBAN/i.test(text));
}
