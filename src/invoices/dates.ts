import type { DateOrder, Language } from './locales.ts';
import { isDateFiller, monthOf } from './month-names.ts';

/** A date as read. `ambiguous`: another order of day and month would have given another valid date. */
export interface DateReading {
  /** `YYYY-MM-DD`. */
  iso: string;
  ambiguous: boolean;
}

/** Two-digit years up to this one are of this century (POSIX). */
const LAST_YEAR_OF_2000S = 68;

/** Nothing to normalise. */
const DIGITS_AND_MARKS = /^[\d./-]+$/;
const NUMERIC = /^(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})\.?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const JAPANESE =
  /^(?:(令和|平成)\s?)?(\d{1,4}|元)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日(?:\s?[(（]?[月火水木金土日](?:曜日?)?[)）]?)?$/;
/** First years of the Japanese eras, minus one. */
const ERAS: Readonly<Record<string, number>> = { 令和: 2018, 平成: 1988 };
const ORDINAL = /^(\d{1,2})(?:st|nd|rd|th|er|ere|o|a|e|:a|:e)$/;

/**
 * Reads a printed date. Year-first dates, and dates with the month in words, say their order themselves; for the others
 * `order` decides. `null` when it is no date, or none of the calendar (`31.02.2024`), in that order.
 * Month names are looked up in `languages`, in all that Assay knows when the list is empty.
 */
export function readDate(printed: string, order: DateOrder, languages: readonly Language[] = []): DateReading | null {
  const text = DIGITS_AND_MARKS.test(printed) ? printed : printed.normalize('NFKC').trim().replace(/\s+/g, ' ');
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) return readNumeric([numeric[1] as string, numeric[3] as string, numeric[4] as string], order);
  const compact = COMPACT.exec(text);
  if (compact !== null) return certain(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  const japanese = JAPANESE.exec(text);
  if (japanese !== null) {
    const year = (japanese[2] === '元' ? 1 : Number(japanese[2])) + (ERAS[japanese[1] ?? ''] ?? 0);
    return certain(year, Number(japanese[3]), Number(japanese[4]));
  }
  return readWritten(text, languages);
}

/** As {@link readDate}, the ISO date only. */
export function parseDate(printed: string, order: DateOrder, languages: readonly Language[] = []): string | null {
  return readDate(printed, order, languages)?.iso ?? null;
}

/** `YYYY-MM-DD`, or `null` when the calendar has no such day. Years 1900 to 2199. */
export function isoDate(year: number, month: number, day: number): string | null {
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1) return null;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (day > (lengths[month - 1] as number)) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function certain(year: number, month: number, day: number): DateReading | null {
  const iso = isoDate(year, month, day);
  return iso === null ? null : { iso, ambiguous: false };
}

function readNumeric(parts: readonly [string, string, string], order: DateOrder): DateReading | null {
  const [first, second, third] = parts;
  if (first.length === 4) return third.length > 2 ? null : certain(Number(first), Number(second), Number(third));
  if (first.length > 2 || third.length === 3 || third.length === 1) {
    return first.length <= 2 && third.length === 1 && order === 'ymd'
      ? certain(fullYear(first), Number(second), Number(third))
      : null;
  }
  if (order === 'ymd' && third.length === 2) {
    const iso = isoDate(fullYear(first), Number(second), Number(third));
    return iso === null ? null : { iso, ambiguous: isoDate(fullYear(third), Number(second), Number(first)) !== null };
  }
  const year = third.length === 4 ? Number(third) : fullYear(third);
  // A year-first locale that prints the year last puts the day first.
  const [day, month] = order === 'mdy' ? [Number(second), Number(first)] : [Number(first), Number(second)];
  const iso = isoDate(year, month, day);
  return iso === null ? null : { iso, ambiguous: day !== month && isoDate(year, day, month) !== null };
}

function fullYear(digits: string): number {
  const year = Number(digits);
  return year > LAST_YEAR_OF_2000S ? 1900 + year : 2000 + year;
}

/** Dates with the month in words, whatever the order of day and year around it. */
function readWritten(text: string, languages: readonly Language[]): DateReading | null {
  let month: number | null = null;
  const numbers: string[] = [];
  for (const token of text.split(/[\s,./\-\u2010-\u2013']+/)) {
    if (token === '') continue;
    const ordinal = ORDINAL.exec(token.toLowerCase());
    if (/^\d+$/.test(token)) numbers.push(token);
    else if (ordinal !== null) numbers.push(ordinal[1] as string);
    else {
      const named: number | null = month === null ? monthOf(token, languages) : null;
      if (named !== null) month = named;
      else if (!isDateFiller(token)) return null;
    }
  }
  const [first, second] = numbers;
  if (month === null || first === undefined || second === undefined || numbers.length !== 2) return null;
  if (first.length === 4 && second.length <= 2) return certain(Number(first), month, Number(second));
  if (first.length > 2 || (second.length !== 4 && second.length !== 2)) return null;
  return certain(second.length === 4 ? Number(second) : fullYear(second), month, Number(first));
}
