import { vatCountry } from './identifiers.ts';
import { isDateFiller, monthLanguages, monthOf } from './month-names.ts';
import { LANGUAGE_WORDS, US_STATES } from './language-words.ts';
import type { DateOrder, DecimalMark, Language } from './locales.ts';

/** One thing that the text shows and what it speaks for. */
export interface Vote<T extends string> {
  for: T;
  weight: number;
  /** What was seen, e.g. `1.176,96` or `13/04/2024`. */
  seen: string;
}

const NUMBER = /\d+(?:[.,'\u2019]\d+)+/g;

/** Votes for the decimal mark, from the shape of every number. `1.176` alone says nothing: it may be either. */
export function decimalVotes(text: string): Vote<DecimalMark>[] {
  const votes: Vote<DecimalMark>[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const seen = match[0];
    const end = match.index + seen.length;
    // Parts of codes, dates and phone numbers carry no decimals.
    if (
      !isSpace(text, match.index - 1) &&
      /[\p{L}/\-_:]/u.test(text[match.index - 1] as string) &&
      !/[\s€$£(][-\u2212]$/.test(text.slice(Math.max(0, match.index - 2), match.index))
    ) {
      continue;
    }
    if (!isSpace(text, end) && /^[/\-_:]\d/.test(text.slice(end, end + 2))) continue;
    const vote = decimalVote(seen);
    if (vote !== null) votes.push(vote);
  }
  return votes;
}

/** Whether there is white space of ASCII, or nothing, at a place. */
function isSpace(text: string, at: number): boolean {
  return !(text.charCodeAt(at) > 32);
}

function decimalVote(seen: string): Vote<DecimalMark> | null {
  const last = lastMark(seen);
  const mark = seen[last] as string;
  const isMark = mark === '.' || mark === ',';
  const tailLength = seen.length - last - 1;
  if (lastMark(seen, last - 1) === -1) {
    if (!isMark) return null;
    if (tailLength === 2) return { for: mark, weight: 1, seen };
    // Three digits after the mark are decimals only where the head cannot be a group of thousands.
    const decimals = tailLength === 3 ? last > 3 || seen.startsWith('0') : tailLength <= 4;
    return decimals ? { for: mark, weight: 0.5, seen } : null;
  }
  return groupedVote(seen);
}

/** Where the last character that is no digit stands, at `from` or before; -1 where there is none. */
function lastMark(seen: string, from = seen.length - 1): number {
  let at = from;
  while (at >= 0 && seen.charCodeAt(at) >= 48 && seen.charCodeAt(at) <= 57) at -= 1;
  return at;
}

/** The vote of a number with several marks. */
function groupedVote(seen: string): Vote<DecimalMark> | null {
  const marks = seen.replace(/\d/g, '');
  const last = marks[marks.length - 1] as string;
  const groups = seen.split(/\D/);
  const tail = groups[groups.length - 1] as string;
  const head = groups[0] as string;
  const isMark = last === '.' || last === ',';
  const grouping = marks[0] as string;
  const middle = groups.slice(1, -1);
  const grouped = head.length <= 3 && middle.every((group) => group.length === 3 || group.length === 2);
  if (!grouped) return null;
  const sameBefore = marks.slice(0, -1) === grouping.repeat(marks.length - 1);
  if (isMark && last !== grouping && sameBefore && middle[middle.length - 1]?.length === 3) {
    return { for: last, weight: 3, seen };
  }
  if (last === grouping && isMark && tail.length === 3) return { for: last === '.' ? ',' : '.', weight: 2, seen };
  return null;
}

const NUMERIC_DATE = /(?<![\d.,/-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d/-]|[.,]\d)/g;
/** Dates of one invoice lie closer together than this, in days; a reading that spreads them wider is implausible. */
const PLAUSIBLE_SPAN_DAYS = 100;
const IMPLAUSIBLE_SPAN_DAYS = 200;

/**
 * Votes for the order of day and month: a day above 12 decides, a dot hints at day first, and a reading that puts half a
 * year between the dates of one invoice speaks for the other. `usual` is the habit of the country.
 */
export function dateOrderVotes(text: string, usual: DateOrder): Vote<DateOrder>[] {
  const votes: Vote<DateOrder>[] = [];
  const open: [first: number, second: number, year: number][] = [];
  for (const [seen, first, mark, second, last] of text.matchAll(NUMERIC_DATE)) {
    const [a, b, c] = [Number(first), Number(second), Number(last)];
    if (a > 31 || b > 31 || (a > 12 && b > 12)) continue;
    if (usual === 'ymd' && mark === '-' && last?.length === 2) votes.push({ for: 'ymd', weight: 5, seen });
    else if (a > 12) votes.push({ for: 'dmy', weight: 5, seen });
    else if (b > 12) votes.push({ for: 'mdy', weight: 5, seen });
    else {
      open.push([a, b, c]);
      if (mark === '.') votes.push({ for: 'dmy', weight: 2.5, seen });
    }
  }
  const dayFirst = spanDays(open.map(([day, month, year]) => Date.UTC(year, month - 1, day)));
  const monthFirst = spanDays(open.map(([month, day, year]) => Date.UTC(year, month - 1, day)));
  const [near, far] = [Math.min(dayFirst, monthFirst), Math.max(dayFirst, monthFirst)];
  if (near <= PLAUSIBLE_SPAN_DAYS && far > IMPLAUSIBLE_SPAN_DAYS) {
    const seen = `dates ${near} days apart, else ${far}`;
    votes.push({ for: near === dayFirst ? 'dmy' : 'mdy', weight: 1.5, seen });
  }
  return votes;
}

function spanDays(times: readonly number[]): number {
  return times.length < 2 ? 0 : (Math.max(...times) - Math.min(...times)) / 86_400_000;
}

const WORD = /\p{L}+/gu;
const KANA = /[\u3040-\u30ff]|請求|合計|税/u;

/** Votes for the language, from the words of invoices and from month names. */
export function languageVotes(text: string): Vote<Language>[] {
  const votes: Vote<Language>[] = [];
  if (KANA.test(text)) votes.push({ for: 'ja', weight: 20, seen: 'Japanese script' });
  const counted = new Set<string>();
  for (const word of text.toLowerCase().match(WORD) ?? []) {
    const spoken = languagesOf(word);
    if (spoken.length === 0 || counted.has(word)) continue;
    counted.add(word);
    for (const language of spoken) votes.push({ for: language, weight: 1 / spoken.length, seen: word });
  }
  return votes;
}

/** Words of documents that came before: invoices repeat the same few thousand. */
const KNOWN_WORDS = new Map<string, readonly Language[]>();
const MOST_KNOWN_WORDS = 20_000;

/** The languages that a word of an invoice, or the name of a month, belongs to. */
function languagesOf(word: string): readonly Language[] {
  const known = KNOWN_WORDS.get(word);
  if (known !== undefined) return known;
  const isMonth = monthOf(word) !== null && !isDateFiller(word);
  const languages = LANGUAGE_WORDS.get(word) ?? (isMonth ? monthLanguages(word) : []);
  if (KNOWN_WORDS.size >= MOST_KNOWN_WORDS) KNOWN_WORDS.clear();
  KNOWN_WORDS.set(word, languages);
  return languages;
}

/** Each sign of a country: what it looks like, where it speaks for, how much. */
const REGION_SIGNS: readonly [RegExp, string, number][] = [
  [/£|\bGBP\b/, 'GB', 3],
  [/(?<![A-Z])\$|\bUSD\b/, 'US', 3],
  [/\b[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b/, 'GB', 3],
  [/\bsales tax\b/i, 'US', 3],
  [/\b(?:EIN|ZIP)\b/, 'US', 2],
  [/\b\d{2}-\d{7}\b/, 'US', 1],
  [/\b(?:inc|llc|corp)\b\.?/i, 'US', 1],
  [/\b(?:ltd|plc|limited)\b/i, 'GB', 1],
  [/\bVAT\b/, 'GB', 1],
  [/\b(?:sort code|colour|cheque|organis|postcode|HMRC)/i, 'GB', 1],
  [/\b(?:color|check payable|routing (?:number|no)|ABA|labor)\b/i, 'US', 1],
  [/₹|\bINR\b|\bGSTIN\b/, 'IN', 6],
  [/\bAUD\b|A\$|\bABN\b/, 'AU', 6],
  [/\bCAD\b|CA?\$|\bHST\b/, 'CA', 6],
  [/\bCHF\b/, 'CH', 2],
  [/\bCHE-\d{3}/, 'CH', 4],
  [/\bEUR\b|€/, 'IE', 1],
];
/** VAT identifiers and IBANs begin with their country. */
const COUNTRY_PREFIX = /\b(?:([A-Z]{2}) ?U?\d(?:[ .]?\d){7,11}|([A-Z]{2})\d{2}(?: ?[A-Z0-9]{4}){3,7})\b/g;
const COUNTRY_NAMES: Readonly<Record<string, string>> = {
  DE: 'Deutschland|Germany',
  AT: 'Österreich|Austria',
  CH: 'Schweiz|Suisse|Switzerland',
  FR: 'France',
  BE: 'België|Belgique|Belgium',
  GB: 'United Kingdom|England|Scotland|Wales',
  US: 'USA|United States',
  IE: 'Ireland',
  IN: 'India',
  AU: 'Australia',
  NZ: 'New Zealand',
  CA: 'Canada',
};
const COUNTRY = new RegExp(`(?<!\\p{L})(?:${Object.values(COUNTRY_NAMES).join('|')})(?!\\p{L})`, 'gu');
const COUNTRY_OF = new Map(
  Object.entries(COUNTRY_NAMES).flatMap(([region, names]) => names.split('|').map((name) => [name, region])),
);
const STATE_AND_ZIP = /\b([A-Z]{2}) \d{5}(?:-\d{4})?\b/g;

/**
 * Votes for the countries that stand for election. They decide day or month first in English texts, and what `$` means.
 */
export function regionVotes(text: string, stands: (region: string) => boolean): Vote<string>[] {
  const votes: Vote<string>[] = [];
  for (const [sign, region, weight] of REGION_SIGNS) {
    if (!stands(region)) continue;
    const seen = sign.exec(text)?.[0];
    if (seen !== undefined) votes.push({ for: region, weight, seen });
  }
  const named = new Map<string, string>();
  for (const [seen, vat, iban] of text.matchAll(COUNTRY_PREFIX)) {
    if (vat === undefined || vatCountry(seen) !== null) named.set((vat ?? iban) as string, seen);
  }
  for (const [seen] of text.matchAll(COUNTRY)) named.set(COUNTRY_OF.get(seen) as string, seen);
  for (const [region, seen] of named) if (stands(region)) votes.push({ for: region, weight: 3, seen });
  if (!stands('US')) return votes;
  for (const [seen, state] of text.matchAll(STATE_AND_ZIP)) {
    if (US_STATES.has(state as string)) votes.push({ for: 'US', weight: 2, seen });
  }
  return votes;
}

const MONTH_FIRST = /(?<=(?<!\p{L})(\p{L}{3,9})\.? )\d{1,2}(?:st|nd|rd|th)?,? \d{4}\b/gu;
const DAY_FIRST = /\b\d{1,2}(?:st|nd|rd|th)? (\p{L}{3,9})\.?,? \d{4}\b/gu;

/** Votes for month first (`April 24, 2026`) or day first (`24 April 2026`) in dates with the month in words. */
export function writtenOrderVotes(text: string): Vote<DateOrder>[] {
  const votes: Vote<DateOrder>[] = [];
  for (const [seen, month] of text.matchAll(MONTH_FIRST)) {
    if (monthOf(month as string) !== null) votes.push({ for: 'mdy', weight: 2, seen: `${month} ${seen}` });
  }
  for (const [seen, month] of text.matchAll(DAY_FIRST)) {
    if (monthOf(month as string) !== null) votes.push({ for: 'dmy', weight: 2, seen });
  }
  return votes;
}
