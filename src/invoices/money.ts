import { stripCurrency } from './currencies.ts';
import type { DecimalMark } from './locales.ts';

const MINUS = '-\u2212\u2010\u2011\u2012\u2013';
const LEADING_MINUS = new RegExp(`^[${MINUS}]\\s*`);
const TRAILING_MINUS = new RegExp(`\\s*[${MINUS}]$`);
/** `12,-` and `12:-` say "no cents"; the dash is no sign there. */
const NO_CENTS = new RegExp(`[.,:][${MINUS}\u2014]{1,2}(?=\\D*$)`);

const BODY: Readonly<Record<DecimalMark, RegExp>> = {
  '.': /^(?:(\d+)|(\d{1,3}(?:([,'\u2019 ])\d{3})(?:\3\d{3})*)|(\d{1,2}(?:,\d{2})+,\d{3}))?(?:\.(\d+))?$/,
  ',': /^(?:(\d+)|(\d{1,3}(?:([.'\u2019 ])\d{3})(?:\3\d{3})*)|((?!)))?(?:,(\d+))?$/,
};

/**
 * Reads a printed amount as a canonical decimal string: optional `-`, digits, and as many decimals as were printed
 * (`1.176,50 €` with `,` gives `1176.50`). `null` when it is no amount in this notation: nothing is guessed, so `12.50`
 * is `null` where the decimal mark is a comma, and `1.176` is 1176 there.
 *
 * Understood: groups of three by `,` or `.` (whichever is not the decimal mark), space of any width or apostrophe; Indian
 * groups (`1,23,456.00`); a currency sign or code before or after; a minus before or after (also U+2212), or parentheses.
 */
export function parseAmount(printed: string, decimal: DecimalMark): string | null {
  // NFKC turns the no-break, narrow and thin spaces into a space, and full-width digits into digits.
  if (BARE.test(printed)) return readBare(printed, decimal);
  let text = printed.normalize('NFKC').trim();
  let negative = false;
  text = stripCurrency(text);
  if (text.startsWith('(') && text.endsWith(')')) {
    negative = true;
    text = text.slice(1, -1).trim();
  }
  text = text.replace(NO_CENTS, '');
  for (let end = 0; end < 2; end += 1) {
    const unsigned = end === 0 ? text.replace(LEADING_MINUS, '') : text.replace(TRAILING_MINUS, '');
    if (unsigned !== text && negative) return null;
    negative ||= unsigned !== text;
    text = unsigned;
  }
  return readBody(stripCurrency(text), decimal, negative);
}

/** Nothing but digits and marks: no sign, space or currency to take off. */
const BARE = /^[\d.,]*\d$/;

/** As {@link readBody} for the usual forms, without a pattern: digits, groups of three, decimals. */
function readBare(text: string, decimal: DecimalMark): string | null {
  const mark = text.indexOf(decimal);
  const whole = mark === -1 ? text : text.slice(0, mark);
  const group = decimal === '.' ? ',' : '.';
  if (whole === '' || (mark !== -1 && !DIGITS.test(text.slice(mark + 1)))) return readBody(text, decimal, false);
  let digits = whole;
  const first = whole.indexOf(group);
  if (first !== -1) {
    if (first === 0 || first > 3 || (whole.length - first) % 4 !== 0) return readBody(text, decimal, false);
    digits = whole.slice(0, first);
    for (let at = first; at < whole.length; at += 4) {
      const part = whole.slice(at + 1, at + 4);
      if (whole[at] !== group || !DIGITS.test(part)) return readBody(text, decimal, false);
      digits += part;
    }
  }
  if (digits.charCodeAt(0) === ZERO && digits.length > 1) return readBody(text, decimal, false);
  return mark === -1 ? digits : `${digits}.${text.slice(mark + 1)}`;
}

const DIGITS = /^\d+$/;
const ZERO = 48;

function readBody(text: string, decimal: DecimalMark, negative: boolean): string | null {
  const match = BODY[decimal].exec(text);
  if (match === null) return null;
  const whole = (match[1] ?? match[2] ?? match[4] ?? '').replace(/\D/g, '');
  const fraction = match[5];
  if (whole === '' && fraction === undefined) return null;
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  const amount = fraction === undefined ? digits : `${digits}.${fraction}`;
  return negative && /[1-9]/.test(amount) ? `-${amount}` : amount;
}

/** Reads a printed quantity or rate: an amount that may carry a percent sign. */
export function parseQuantity(printed: string, decimal: DecimalMark): string | null {
  if (BARE.test(printed)) return readBare(printed, decimal);
  return parseAmount(printed.normalize('NFKC').replace(/\s*%\s*$/, ''), decimal);
}
