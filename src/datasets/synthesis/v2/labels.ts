import type { Random } from '../../../core/random.ts';
import type { Language } from '../../../invoices/locales.ts';
import { LABELS, type LabelKey as LabelKeyV1 } from '../v1/labels.ts';
import type { LocaleV2 } from './regions.ts';
import { type Part, partOfList } from './splits.ts';
import { cs } from './words/cs.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { it } from './words/it.ts';
import { ja } from './words/ja.ts';
import { nl } from './words/nl.ts';
import { pl } from './words/pl.ts';
import { sv } from './words/sv.ts';
import type { LanguageWords } from './words/language-words.ts';

export type LabelKey =
  | LabelKeyV1
  | 'creditNote'
  | 'confirmation'
  | 'confirmationNumber'
  | 'precedingInvoice'
  | 'carried'
  | 'brought'
  | 'page'
  | 'of'
  | 'rounding'
  | 'itemNo'
  | 'unit'
  | 'vatRate'
  | 'position'
  | 'grossPrice'
  | 'grossAmount'
  | 'base'
  | 'loyalty'
  | 'packing'
  | 'surcharge'
  | 'stamp'
  | 'bank'
  | 'email';

function parse(text: string): Record<string, readonly string[]> {
  return Object.fromEntries(
    text.split('\n').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1).split('|')];
    }),
  );
}

const LANGUAGES: Readonly<Record<Language, LanguageWords>> = { cs, de, en, es, fr, it, ja, nl, pl, sv };

const WORDS = Object.fromEntries(
  Object.entries(LANGUAGES).map(([language, { base, more }]) => [
    language,
    { ...(LABELS as Record<string, object>)[language], ...(base !== undefined && parse(base)), ...parse(more) },
  ]),
) as Record<Language, Record<LabelKey, readonly string[]>>;

const WIDER = Object.fromEntries(
  Object.entries(LANGUAGES).map(([language, { wider }]) => [language, parse(wider)]),
) as Record<Language, Partial<Record<LabelKey, readonly string[]>>>;

const INDIAN_TAX_IDS = ['GSTIN', 'GSTIN No.', 'GST No.', 'GST Reg. No.', 'GSTIN/UIN', 'GST number'];
const SWISS_TAX_IDS = ['MWST-Nr.', 'UID-Nr.', 'MwSt-Nr.', 'MWST Nr.', 'CHE-Nr.', 'MWST-Nummer'];

const memo = new Map<LocaleV2, Partial<Record<Part, Map<LabelKey, readonly string[]>>>>();

/**
 * The words that a part may print for a key. The first word of every list is everyone's (all invoices say "Invoice
 * No."), its synonyms belong to one part each.
 */
export function wordsOf(locale: LocaleV2, language: Language, part: Part, key: LabelKey): readonly string[] {
  let parts = memo.get(locale);
  if (parts === undefined) {
    parts = {};
    memo.set(locale, parts);
  }
  const known = (parts[part] ??= new Map<LabelKey, readonly string[]>());
  let words = known.get(key);
  if (words === undefined) {
    const all = forCountry(locale, key, WORDS[language][key]);
    const [first, ...others] = all;
    words = others.length < 5 ? all : [first as string, ...partOfList(others, part)];
    known.set(key, words);
  }
  return words;
}

const widerMemo = new Map<LocaleV2, Map<LabelKey, readonly string[]>>();

/** The words of `train` for a key and further ones, but none that `dev` or `test` prints for it, in whatever case. */
export function widerWordsOf(locale: LocaleV2, language: Language, key: LabelKey): readonly string[] {
  let known = widerMemo.get(locale);
  if (known === undefined) {
    known = new Map<LabelKey, readonly string[]>();
    widerMemo.set(locale, known);
  }
  let words = known.get(key);
  if (words === undefined) {
    const all = (part: Part): readonly string[] => wordsOf(locale, language, part, key);
    const taken = new Set([...all('train'), ...all('dev'), ...all('test')].map((word) => word.toLowerCase()));
    const more = forCountry(locale, key, WIDER[language][key] ?? []);
    words = [...all('train'), ...more.filter((word) => !taken.has(word.toLowerCase()))];
    known.set(key, words);
  }
  return words;
}

function forCountry(locale: LocaleV2, key: LabelKey, words: readonly string[]): readonly string[] {
  if (locale === 'en-IN') {
    if (key === 'vatId') return INDIAN_TAX_IDS;
    const indian = words.filter((word) => !/sales tax/i.test(word));
    return indian.map((word) =>
      word.replace(/Value added tax|Added tax/i, 'Goods and Services Tax').replace(/VAT/g, 'GST'),
    );
  }
  if (locale === 'de-CH') {
    if (key === 'vatId') return SWISS_TAX_IDS;
    return words.map((word) =>
      word
        .replace(/ß/g, 'ss')
        .replace(/\b(USt|MwSt)\b\.?/g, 'MWST')
        .replace('Umsatzsteuer', 'Mehrwertsteuer'),
    );
  }
  if (locale === 'en-US')
    return words.filter((word) => !/VAT|Value added|Tax point/i.test(word)).concat(US_ONLY[key] ?? []);
  return locale === 'en-GB' ? words.filter((word) => !/sales tax|EIN|Federal|routing/i.test(word)) : words;
}

const US_ONLY: Partial<Record<LabelKey, readonly string[]>> = {
  vatRate: ['Tax %', 'Tax'],
  vatId: ['Tax ID'],
  vatTotal: ['Sales tax', 'Tax'],
};

/** Whether every language has words for every key: checked by a test. */
export function missingLabels(keys: readonly LabelKey[]): string[] {
  return Object.entries(WORDS).flatMap(([language, words]) =>
    keys.filter((key) => (words[key] ?? []).length === 0).map((key) => `${language}: ${key}`),
  );
}

/** One of the words that a part may print for a key. */
export function pickWord(random: Random, words: readonly string[]): string {
  // The everyday word is the commonest on paper, too.
  return random.chance(0.25) ? (words[0] as string) : random.pick(words);
}
