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
  if (NULL_TOKENS.includes(raw.toLowerCase())) return { raw: null, value: null, why: `"${raw}" counts as nothing` };
  if (kind === 'structure') return { raw, value: null, why: 'not a single value' };
  // A JSON number has one notation of its own, whatever the document's.
  const decimal = kind === 'number' ? '.' : locale.decimal;
  const converted = (value: string | null, why: string): FieldAnswer =>
    value === null ? { raw, value, why } : { raw, value };
  const number = (value: string | null, why: string): FieldAnswer =>
    value === null && CANONICAL_DECIMAL.test(raw)
      ? { raw, value: trimDecimal(raw), notation: 'canonical' }
      : converted(value, why);
  switch (type) {
    case 'money':
      return number(parseAmount(raw, decimal), `not an amount with "${decimal}" before the decimals`);
    case 'quantity':
      return number(parseQuantity(raw, decimal), `not a number with "${decimal}" before the decimals`);
    case 'date': {
      const reading = readDate(raw, locale.dateOrder);
      if (reading === null) return { raw, value: null, why: `not a date in ${ORDER_NAMES[locale.dateOrder]} order` };
      const why = `read as ${ORDER_NAMES[locale.dateOrder]}`;
      return reading.ambiguous ? { raw, value: reading.iso, why } : { raw, value: reading.iso };
    }
    case 'code': {
      if (currency !== true) return { raw, value: raw };
      const { language, region, currencyCodes } = locale;
      const reading = readCurrency(raw, { language, region, codes: currencyCodes });
      return converted(reading?.code ?? null, 'not a currency');
    }
    default:
      return { raw, value: raw.replace(/\s+/g, ' ') };
  }
}

const ORDER_NAMES = { dmy: 'day-month-year', mdy: 'month-day-year', ymd: 'year-month-day' } as const;
