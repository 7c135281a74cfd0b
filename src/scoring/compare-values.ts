import { Big } from 'big.js';
import { usageError } from '../core/errors.ts';
import type { FieldType } from '../invoices/fields.ts';
import { normaliseId } from '../invoices/identifiers.ts';

/** Largest relative difference at which two quantities are the same. */
const QUANTITY_TOLERANCE = 1e-6;

const DECIMAL = /^-?\d+(\.\d+)?$/;

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

/** ASCII words with single spaces between them: nothing to normalise but case. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** Text for comparison: NFKC, white space collapsed and trimmed, case folded (`ß` as `ss`). */
export function foldText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  // Lower case of upper case is the full case folding for all scripts of the supported locales.
  return text.normalize('NFKC').toUpperCase().toLowerCase().replace(/\s+/g, ' ').trim();
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

function decimal(truth: string): Big {
  if (DECIMAL.test(truth)) return new Big(truth);
  throw usageError(
    'TRUTH_NOT_DECIMAL',
    `ground truth holds "${truth}" where a decimal string such as "1176.96" belongs`,
    'Correct the value in the ground truth.',
  );
}

/** One text per number: no leading or trailing zeros, no negative zero; `null` when it is no decimal. */
export function canonicalDecimal(text: string): string | null {
  if (!DECIMAL.test(text)) return null;
  const negative = text.startsWith('-');
  let digits = negative ? text.slice(1) : text;
  if (digits.includes('.')) digits = digits.replace(/\.?0+$/, '');
  if (digits.startsWith('0')) digits = digits.replace(/^0+(?=\d)/, '');
  return negative && digits !== '0' ? `-${digits}` : digits;
}

function canonicalTruth(truth: string): string {
  return canonicalDecimal(truth) ?? decimal(truth).toFixed();
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
  const [a, b] = [new Big(predicted), decimal(truth)];
  if (a.eq(b.neg())) return 'sign differs';
  if (!a.eq(0) && !b.eq(0)) {
    for (const power of [1, 2, 3, 6]) {
      const factor = new Big(10).pow(power);
      if (a.eq(b.times(factor)) || b.eq(a.times(factor))) return `off by a factor of ${factor.toFixed()}`;
    }
  }
  const decimals = Math.max(...[predicted, truth].map((number) => number.split('.')[1]?.length ?? 0));
  return explainCharacters(a.toFixed(decimals), b.toFixed(decimals));
}

function explainCharacters(a: string, b: string): string | undefined {
  if (a.length !== b.length) return undefined;
  const differing = Array.from(a, (_unit, at) => at).filter((at) => a[at] !== b[at]);
  const [first, second] = differing;
  if (differing.length === 1) return 'one character differs';
  if (differing.length !== 2 || first === undefined || second === undefined) return undefined;
  const swapped = a[first] === b[second] && a[second] === b[first];
  return swapped ? 'two characters swapped' : undefined;
}
