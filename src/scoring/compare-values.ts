import { usageError } from '../core/errors.ts';
import type { FieldType } from '../invoices/fields.ts';
import { normaliseId } from '../invoices/identifiers.ts';

/** Largest relative difference at which two quantities are the same. */
const QUANTITY_TOLERANCE = 1e-6;

const DECIMAL = /^-?\d+(\.\d+)?$/;
/** UTF-16 units. */
const [MINUS, POINT, ZERO] = [45, 46, 48];

/**
 * Whether a normalised answer equals the canonical truth.
 * Text and codes: NFKC, white space collapsed, case folded. Ids: separators dropped as well. Money: equal decimals,
 * tolerance 0. Quantities: relative difference up to 1e-6. Dates: equal ISO dates; a swapped day and month is wrong.
 * Throws a usage error when the truth of a number is no decimal.
 */
export function sameValue(type: FieldType, predicted: string, truth: string): boolean {
  if (predicted === truth) return true;
  switch (type) {
    case 'text':
    case 'code':
      return foldText(predicted) === foldText(truth);
    case 'id':
      return normaliseId(predicted) === normaliseId(truth);
    case 'money':
      return canonicalDecimal(predicted) === canonicalTruth(truth);
    case 'quantity':
      return withinTolerance(canonicalDecimal(predicted), canonicalTruth(truth));
    default:
      // Dates are canonical: they are the same text or another day.
      return false;
  }
}

/** ASCII alone: nothing to normalise but case and white space. */
// oxlint-disable-next-line no-control-regex -- white space of ASCII is among the control characters
const ASCII = /^[\u0000-\u007f]*$/;
/** White space other than one blank between words. */
const OTHER_SPACE = /^\s|\s$|[^\S ]|\s\s/;

/** Text for comparison: NFKC, white space collapsed and trimmed, case folded (`ß` as `ss`). */
export function foldText(text: string): string {
  // Nothing is composed or folded across a line break, and most lines of a document are ASCII.
  const folded = text.includes('\n') ? text.split('\n').map(foldLine).join('\n') : foldLine(text);
  return OTHER_SPACE.test(folded) ? folded.replace(/\s+/g, ' ').trim() : folded;
}

function foldLine(line: string): string {
  if (ASCII.test(line)) return line.toLowerCase();
  // Lower case of upper case is the full case folding, but for the capital of ß; it may leave letter and accent apart.
  return line.normalize('NFKC').replaceAll('\u1e9e', 'ss').toUpperCase().toLowerCase().normalize('NFC');
}

/** One short reason why a wrong value is wrong, or `undefined` when nothing more than "different" can be said. */
export function explainDifference(type: FieldType, predicted: string, truth: string): string | undefined {
  if (type === 'date') return explainDate(predicted, truth);
  if ((type === 'money' || type === 'quantity') && DECIMAL.test(predicted)) return explainNumber(predicted, truth);
  const [a, b] = type === 'id' ? [normaliseId(predicted), normaliseId(truth)] : [foldText(predicted), foldText(truth)];
  if (a !== '' && b.includes(a)) return 'only a part of the value';
  if (b !== '' && a.includes(b)) return 'more than the value';
  if (withoutAccents(a) === withoutAccents(b)) return 'only accents differ';
  return explainCharacters(a, b);
}

function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '');
}

/** One text per number: no leading or trailing zeros, no negative zero; `null` when it is no decimal. */
export function canonicalDecimal(text: string): string | null {
  if (!DECIMAL.test(text)) return null;
  const negative = text.charCodeAt(0) === MINUS;
  let start = negative ? 1 : 0;
  let end = text.length;
  if (text.includes('.')) {
    while (text.charCodeAt(end - 1) === ZERO) end -= 1;
    if (text.charCodeAt(end - 1) === POINT) end -= 1;
  }
  while (text.charCodeAt(start) === ZERO && start + 1 < end && text.charCodeAt(start + 1) !== POINT) start += 1;
  if (!negative) return start === 0 && end === text.length ? text : text.slice(start, end);
  const digits = text.slice(start, end);
  return digits === '0' ? digits : `-${digits}`;
}

function canonicalTruth(truth: string): string {
  const canonical = canonicalDecimal(truth);
  if (canonical !== null) return canonical;
  throw usageError(
    'TRUTH_NOT_DECIMAL',
    `ground truth holds "${truth}" where a decimal string such as "1176.96" belongs`,
    'Correct the value in the ground truth.',
  );
}

/** Whether two canonical decimals differ by at most 1e-6 of the larger. */
export function withinTolerance(a: string | null, b: string): boolean {
  if (a === null || a === b) return a !== null;
  const [x, y] = [Number(a), Number(b)];
  return Math.abs(x - y) <= QUANTITY_TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
}

function explainDate(predicted: string, truth: string): string | undefined {
  const [year, month, day] = predicted.split('-');
  const [trueYear, trueMonth, trueDay] = truth.split('-');
  if (year === trueYear && month === trueDay && day === trueMonth) return 'day and month swapped';
  if (month === trueMonth && day === trueDay) return 'year differs';
  return undefined;
}

function explainNumber(predicted: string, truth: string): string | undefined {
  const [a, b] = [canonicalDecimal(predicted) as string, canonicalTruth(truth)];
  const [given, due] = [significand(a), significand(b)];
  if (given.digits === due.digits) {
    if (given.digits === '0' || (given.power === due.power && given.negative !== due.negative)) return 'sign differs';
    const power = Math.abs(given.power - due.power);
    if (given.negative === due.negative && NAMED_POWERS.has(power)) return `off by a factor of ${10 ** power}`;
  }
  const decimals = Math.max(decimalsOf(predicted), decimalsOf(truth));
  return explainCharacters(padDecimals(a, decimals), padDecimals(b, decimals));
}

/** Powers of ten by which amounts go wrong: a shifted point, cents for units, thousands, millions. */
const NAMED_POWERS: ReadonlySet<number> = new Set([1, 2, 3, 6]);

/** A canonical decimal as digits x 10^power, without zeros at either end of the digits. */
function significand(canonical: string): { negative: boolean; digits: string; power: number } {
  const negative = canonical.charCodeAt(0) === MINUS;
  const decimals = decimalsOf(canonical);
  let start = negative ? 1 : 0;
  const all = decimals === 0 ? canonical : canonical.replace('.', '');
  let end = all.length;
  while (start + 1 < end && all.charCodeAt(start) === ZERO) start += 1;
  while (end - 1 > start && all.charCodeAt(end - 1) === ZERO) end -= 1;
  return { negative, digits: all.slice(start, end), power: all.length - end - decimals };
}

function decimalsOf(number: string): number {
  const point = number.indexOf('.');
  return point === -1 ? 0 : number.length - point - 1;
}

/** A canonical decimal with so many decimals, which are at least its own. */
function padDecimals(canonical: string, decimals: number): string {
  if (decimals === 0) return canonical;
  const own = decimalsOf(canonical);
  return `${canonical}${own === 0 ? '.' : ''}${'0'.repeat(decimals - own)}`;
}

function explainCharacters(a: string, b: string): string | undefined {
  if (a.length !== b.length) return undefined;
  let first = -1;
  let second = -1;
  for (let at = 0; at < a.length; at += 1) {
    if (a.charCodeAt(at) === b.charCodeAt(at)) continue;
    if (second !== -1) return undefined;
    if (first === -1) first = at;
    else second = at;
  }
  if (second === -1) return first === -1 ? undefined : 'one character differs';
  return a[first] === b[second] && a[second] === b[first] ? 'two characters swapped' : undefined;
}
