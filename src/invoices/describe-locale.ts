import { isCurrencyCode } from './currencies.ts';
import {
  type Vote,
  dateOrderVotes,
  decimalVotes,
  languageVotes,
  regionVotes,
  writtenOrderVotes,
} from './locale-evidence.ts';
import { DEFAULT_REGION, LOCALES, localeFormat } from './locales.ts';
import type { DateOrder, DecimalMark, Language } from './locales.ts';

/** How a document writes numbers and dates, and how that is known. */
export interface DocumentLocale {
  /** BCP 47, e.g. `en-GB`. */
  tag: string;
  language: Language;
  region: string;
  decimal: DecimalMark;
  dateOrder: DateOrder;
  /** ISO 4217 codes that the text prints, sorted. */
  currencyCodes: string[];
  /** `declared` was given as an input; `inferred` was read from the text. */
  source: 'declared' | 'inferred';
  /** One line per property, e.g. `decimal "," by 5 numbers (1.176,96)`. */
  evidence: string[];
  /** Properties that the text does not settle: they fell back on the language, or on the weaker side of a conflict. */
  unsettled: ('language' | 'region' | 'decimal' | 'dateOrder')[];
}

const CODE = /\b[A-Z]{3}\b/g;

/**
 * How the document with this text writes numbers and dates, from evidence in the text alone, or from the declared tag.
 * Numbers vote for the decimal mark, dates for the order of day and month, words for the language, and currency, VAT
 * prefixes, addresses and terms for the country. Throws a usage error when the declared tag is not known.
 */
export function describeLocale(text: string, declaredTag?: string): DocumentLocale {
  const currencyCodes = [...new Set((text.match(CODE) ?? []).filter(isCurrencyCode))].sort();
  if (declaredTag !== undefined) {
    const { language, region, decimal, dateOrder } = localeFormat(declaredTag);
    const evidence = [`locale ${declaredTag} declared`];
    return {
      tag: declaredTag,
      language,
      region,
      decimal,
      dateOrder,
      currencyCodes,
      source: 'declared',
      evidence,
      unsettled: [],
    };
  }
  const unsettled: DocumentLocale['unsettled'] = [];
  const notes: (() => string)[] = [];
  const note = (property: DocumentLocale['unsettled'][number], tally: Tally<string> | null, chosen: string): void => {
    notes.push(() => `${property} ${chosen} by ${tally === null ? 'default' : showTally(tally)}`);
    if (tally === null || tally.conflict) unsettled.push(property);
  };

  const languageTally = tallyVotes(languageVotes(text));
  const language = languageTally?.winner ?? 'en';
  note('language', languageTally, language);

  const written = language === 'en' ? writtenOrderVotes(text).map(asRegion) : [];
  // A Polish buyer does not make an English invoice Polish: only countries where the language is spoken stand for election.
  const regions = regionVotes(text, (spoken) => LOCALES[`${language}-${spoken}`] !== undefined).concat(written);
  const regionTally = tallyVotes(regions);
  const region = regionTally?.winner ?? DEFAULT_REGION[language];
  // Other languages write numbers and dates alike wherever they are spoken, or show their country by the numbers.
  if (language === 'en' || regionTally !== null) note('region', regionTally, region);
  const tag = `${language}-${region}`;
  const usual = localeFormat(tag);

  const decimalTally = tallyVotes(decimalVotes(text));
  const decimal = decimalTally?.winner ?? usual.decimal;
  note('decimal', decimalTally, decimal);

  const habit = { for: usual.dateOrder, weight: unsettled.includes('region') ? 1 : 2, seen: `usual in ${tag}` };
  const dates = dateOrderVotes(text, usual.dateOrder).concat(habit);
  const orderTally = tallyVotes(dates);
  const dateOrder = orderTally?.winner ?? usual.dateOrder;
  note('dateOrder', orderTally, dateOrder);
  if (dates.length === 1 && unsettled.includes('region')) unsettled.push('dateOrder');
  return {
    tag,
    language,
    region,
    decimal,
    dateOrder,
    currencyCodes,
    source: 'inferred',
    // Only for people: of a thousand locales not one is explained.
    get evidence() {
      return notes.map((show) => show());
    },
    unsettled,
  };
}

/** In English a month written first points at the United States, a day written first away from them. */
function asRegion(vote: Vote<DateOrder>): Vote<string> {
  return { ...vote, for: vote.for === 'mdy' ? 'US' : 'GB', weight: vote.weight / 2 };
}

interface Tally<T extends string> {
  winner: T;
  /** The runner-up has at least half of the winner's weight. */
  conflict: boolean;
  votes: readonly Vote<T>[];
}

function tallyVotes<T extends string>(votes: readonly Vote<T>[]): Tally<T> | null {
  const weights = new Map<T, number>();
  for (const vote of votes) weights.set(vote.for, (weights.get(vote.for) ?? 0) + vote.weight);
  const ranked = [...weights].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const [best, second] = ranked;
  if (best === undefined) return null;
  return { winner: best[0], conflict: second !== undefined && second[1] * 2 > best[1], votes };
}

/** How many of the votes are for the winner, and what the three weightiest of them saw. */
function showTally({ winner, votes }: Tally<string>): string {
  const backing = votes.filter((vote) => vote.for === winner).sort((a, b) => b.weight - a.weight);
  const seen = [...new Set(backing.map((vote) => vote.seen))].slice(0, 3).join(', ');
  return `${backing.length} of ${votes.length} signs (${seen})`;
}
