import { readCurrency } from '../invoices/currencies.ts';
import { readDate } from '../invoices/dates.ts';
import type { DocumentLocale } from '../invoices/describe-locale.ts';
import { trimDecimal } from '../invoices/find-values.ts';
import { parseAmount, parseQuantity } from '../invoices/money.ts';
import { fieldRule } from '../scoring/field-type.ts';
import type { FieldAnswer } from '../scoring/score-field.ts';
import type { FieldRule, ScoringRules } from '../scoring/scoring-rules.ts';
import type { ParsedAnswer, ParsedValue } from './parse.ts';

/** Answers that say "not there" in words. Compared after trimming and without regard to case. */
export const NULL_TOKENS: readonly string[] = ['n/a', 'null', 'none', '-', '–', '—'];

/**
 * Turns the values of an answer, copied as printed, into canonical ones by the type of their field and the notation of the
 * document. A value that cannot be converted keeps its raw text and gets a reason.
 */
export function normaliseAnswer(
  { values, cut }: Pick<ParsedAnswer, 'values' | 'cut'>,
  fields: readonly string[],
  locale: DocumentLocale,
  rules?: ScoringRules,
): Record<string, FieldAnswer> {
  const answers: Record<string, FieldAnswer> = {};
  for (const field of fields) {
    const value = values[field];
    if (value === undefined) {
      answers[field] = cut
        ? { raw: null, value: null, why: 'the answer was cut off before it', unanswered: true }
        : { raw: null, value: null, why: 'the answer lacks the key' };
    } else
      answers[field] =
        value === null ? { raw: null, value: null } : normaliseValue(value, fieldRule(field, rules), locale);
  }
  return answers;
}

const LONGEST_NULL_TOKEN = Math.max(...NULL_TOKENS.map((token) => token.length));

/** White space other than one blank between words. */
const OTHER_SPACE = /[^\S ]|\s\s/;

/** A decimal as the schema of the truth writes it. */
const CANONICAL_DECIMAL = /^-?\d+\.\d+$/;

/**
 * One value of an answer, by the type of its field. A number that the document's notation cannot read is read as a
 * canonical decimal where it is one: then no other reading is left, so nothing is guessed.
 */
export function normaliseValue(
  { text, kind }: ParsedValue,
  { type, currency }: FieldRule,
  locale: DocumentLocale,
): FieldAnswer {
  const raw = text.trim();
  if (raw === '') return { raw: null, value: null, why: 'the answer is blank' };
  if (raw.length <= LONGEST_NULL_TOKEN && NULL_TOKENS.includes(raw.toLowerCase()))
    return { raw: null, value: null, why: `"${raw}" counts as nothing` };
  if (kind === 'structure') return { raw, value: null, why: 'not a single value' };
  // A JSON number has one notation of its own, whatever the document's.
  const decimal = kind === 'number' ? '.' : locale.decimal;
  switch (type) {
    case 'money': {
      const value = parseAmount(raw, decimal);
      return value === null
        ? readCanonical(raw, `not an amount with "${decimal}" before the decimals`)
        : { raw, value };
    }
    case 'quantity': {
      const value = parseQuantity(raw, decimal);
      return value === null ? readCanonical(raw, `not a number with "${decimal}" before the decimals`) : { raw, value };
    }
    case 'date': {
      const reading = readDate(raw, locale.dateOrder);
      if (reading === null) return { raw, value: null, why: `not a date in ${ORDER_NAMES[locale.dateOrder]} order` };
      if (!reading.ambiguous) return { raw, value: reading.iso };
      return { raw, value: reading.iso, why: `read as ${ORDER_NAMES[locale.dateOrder]}` };
    }
    case 'code': {
      if (currency !== true) return { raw, value: raw };
      const { language, region, currencyCodes } = locale;
      const reading = readCurrency(raw, { language, region, codes: currencyCodes });
      return reading === null ? { raw, value: null, why: 'not a currency' } : { raw, value: reading.code };
    }
    default:
      return { raw, value: OTHER_SPACE.test(raw) ? raw.replace(/\s+/g, ' ') : raw };
  }
}

function readCanonical(raw: string, why: string): FieldAnswer {
  return CANONICAL_DECIMAL.test(raw)
    ? { raw, value: trimDecimal(raw), notation: 'canonical' }
    : { raw, value: null, why };
}

const ORDER_NAMES = { dmy: 'day-month-year', mdy: 'month-day-year', ymd: 'year-month-day' } as const;
