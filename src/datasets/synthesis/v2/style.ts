import type { Random } from '../../../core/random.ts';
import type { HeaderField, LineField } from '../../../invoices/fields.ts';
import { monthName } from './month-words.ts';
import type { Language } from '../../../invoices/locales.ts';
import { decimalOf, shortDecimalOf } from '../../../invoices/minor-units.ts';
import type { FaceName } from '../../rendering/font-metrics.ts';
import type { FieldMark, Segment } from '../../rendering/page.ts';
import { type LabelKey, pickWord, widerWordsOf, wordsOf } from './labels.ts';
import { CURRENCY_SIGNS } from './currencies.ts';
import type { Region } from './region.ts';
import { type LocaleV2, REGIONS } from './regions.ts';
import type { Part, Tier } from './splits.ts';

export type MoneyForm = 'bare' | 'sign-tight' | 'sign-before' | 'sign-after' | 'code-before' | 'code-after';

/** How one document writes and looks: drawn once, so that a page is of one hand. */
export interface Style {
  locale: LocaleV2;
  language: Language;
  region: Region;
  part: Part;
  /** Whether labels are drawn from the wider words of the split `mixed`. */
  wider: boolean;
  group: string;
  dateForm: string;
  money: MoneyForm;
  currencyMark: string;
  minus: 'lead' | 'trail' | 'brackets';
  upperLabels: boolean;
  colon: boolean;
  groupedIds: boolean;
  spacedPercent: boolean;
  face: FaceName;
  size: number;
  accent: string;
  ink: string;
  grey: string;
  /** What stands between two pieces of one line in the plain text. */
  gap: string;
  /** Plain text follows blocks, or lines across the page. */
  reading: 'blocks' | 'rows';
  labels: Map<LabelKey, string>;
  random: Random;
}

const ACCENTS = [
  '#1f3a5f',
  '#0b6e4f',
  '#7a1f3d',
  '#333333',
  '#b5541c',
  '#3d348b',
  '#00628b',
  '#5b5b5b',
  '#8a6d00',
  '#000000',
];

export function makeStyle(
  random: Random,
  locale: LocaleV2,
  options: { part: Part; wider: boolean; tier: Tier; currency: string },
): Style {
  const region = REGIONS[locale];
  const { part, wider, currency, tier } = options;
  const home = currency === region.currency;
  const signs = CURRENCY_SIGNS[currency];
  const english = region.language === 'en' || region.language === 'ja';
  const forms: MoneyForm[] = english
    ? ['sign-tight', 'sign-tight', 'sign-tight', 'sign-before', 'code-before', 'code-after', 'bare']
    : ['sign-after', 'sign-after', 'sign-after', 'code-after', 'sign-before', 'code-before', 'bare', 'bare'];
  // A sign that several countries share names a currency at home only.
  const shared = !home && (currency === 'USD' || currency === 'JPY' || currency === 'SEK');
  const money = random.pick(signs === undefined || shared ? forms.filter((form) => !form.startsWith('sign')) : forms);
  let mark = money.startsWith('sign') && signs !== undefined ? random.pick(signs) : currency;
  // The counter 円 stands after the number, the sign ¥ before it.
  if (mark === '円' && money !== 'sign-after') mark = '¥';
  const accent = random.pick(ACCENTS);
  return {
    locale,
    language: region.language,
    region,
    part,
    wider,
    group: random.pick(region.groups),
    dateForm: random.pick(tier === 'T1' ? region.dates.slice(0, 4) : region.dates),
    money,
    currencyMark: mark,
    minus: random.pick(['lead', 'lead', 'lead', 'trail', 'brackets']),
    upperLabels: random.chance(0.1),
    colon: random.chance(0.5),
    groupedIds: random.chance(0.6),
    spacedPercent: random.chance(region.language === 'en' || region.language === 'ja' ? 0.1 : 0.6),
    face: pickFace(random, locale, mark),
    size: random.pick([8.5, 9, 9, 9.5, 10]),
    accent,
    ink: random.chance(0.7) ? '#111111' : '#222831',
    grey: random.pick(['#666666', '#777777', '#555555']),
    gap: random.pick([' ', '  ', '  ', '\t']),
    reading: random.chance(0.6) ? 'blocks' : 'rows',
    labels: new Map(),
    random,
  };
}

function pickFace(random: Random, locale: LocaleV2, mark: string): FaceName {
  const draw = random.real();
  if (locale === 'ja-JP') return 'jp';
  // The built-in faces have no Polish, no Czech and no rupee.
  if (locale === 'pl-PL' || locale === 'cs-CZ' || /[₹łč]/.test(mark)) return 'noto';
  return draw < 0.08 ? 'noto' : draw < 0.3 ? 'serif' : 'sans';
}

/** The document's word for a key: one and the same wherever it stands. */
export function labelOf(style: Style, key: LabelKey): string {
  let word = style.labels.get(key);
  if (word === undefined) {
    const { locale, language, part, wider } = style;
    word = pickWord(style.random, wider ? widerWordsOf(locale, language, key) : wordsOf(locale, language, part, key));
    if (word.endsWith(':')) word = word.slice(0, -1);
    if (style.upperLabels) word = word.toUpperCase();
    style.labels.set(key, word);
  }
  return word;
}

export function segment(text: string, mark?: FieldMark): Segment {
  return mark === undefined ? { text } : { text, mark };
}

/** A scaled integer with the document's separators, without a sign. */
export function printNumber(style: Style, scaled: number, decimals: number): string {
  const text = decimalOf(Math.abs(scaled), decimals);
  const point = decimals === 0 ? text.length : text.length - decimals - 1;
  const whole = text.slice(0, point);
  const fraction = decimals === 0 ? '' : style.region.decimal + text.slice(point + 1);
  if (whole.length < 4 || style.group === '') return whole + fraction;
  const indian = style.region.indianGroups === true;
  return groupDigits(whole.slice(0, -3), indian ? 2 : 3, style.group) + style.group + whole.slice(-3) + fraction;
}

/** Digits in groups of one size, counted from the right. */
function groupDigits(digits: string, size: number, separator: string): string {
  let grouped = digits.slice(-size);
  for (let end = digits.length - size; end > 0; end -= size)
    grouped = digits.slice(Math.max(0, end - size), end) + separator + grouped;
  return grouped;
}

/** An amount without currency; a negative one with its sign inside the mark, since the sign is part of its value. */
export function printAmount(style: Style, scaled: number, decimals: number, mark?: FieldMark): Segment[] {
  return [segment(withSign(style, printNumber(style, scaled, decimals), scaled < 0), mark)];
}

function withSign(style: Style, number: string, negative: boolean): string {
  if (!negative) return number;
  return style.minus === 'lead' ? `-${number}` : style.minus === 'trail' ? `${number}-` : `(${number})`;
}

export interface MoneyOptions {
  decimals: number;
  mark?: HeaderField | { line: number; cell: LineField } | undefined;
  /** Printed as something taken off, though its own value is positive: the sign stays outside the mark. */
  deducted?: boolean;
}

/** An amount with the document's currency mark, which prints the field `currency`. */
export function printMoney(
  style: Style,
  scaled: number,
  { decimals, mark, deducted = false }: MoneyOptions,
): Segment[] {
  const currency = segment(style.currencyMark, 'currency');
  const number = printNumber(style, scaled, decimals);
  const amount: Segment[] =
    deducted && scaled > 0
      ? [segment('-'), segment(number, mark)]
      : [segment(withSign(style, number, scaled < 0), mark)];
  const space = segment(' ');
  switch (style.money) {
    case 'bare':
      return amount;
    case 'sign-tight':
      return scaled < 0 || deducted ? [currency, space, ...amount] : [currency, ...amount];
    case 'sign-before':
    case 'code-before':
      return [currency, space, ...amount];
    case 'sign-after':
      return style.currencyMark === '円' ? [...amount, currency] : [...amount, space, currency];
    case 'code-after':
      return [...amount, space, currency];
  }
}

/** An ISO date as the document writes dates. */
export function printDate(style: Style, iso: string): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  if (style.dateForm === 'ERA') {
    const reiwa = iso >= '2019-05-01';
    return `${reiwa ? '令和' : '平成'}${Number(year) - (reiwa ? 2018 : 1988)}年${Number(month)}月${Number(day)}日`;
  }
  let text = '';
  for (const token of tokensOf(style.dateForm)) {
    if (token === 'YYYY') text += year;
    else if (token === 'YY') text += year.slice(2);
    else if (token === 'Month') text += monthName(style.language, Number(month));
    else if (token === 'Mon') text += monthName(style.language, Number(month)).slice(0, 3);
    else if (token === 'MM') text += month;
    else if (token === 'DD') text += day;
    else if (token === 'M') text += Number(month);
    else if (token === 'D') text += Number(day);
    else text += token;
  }
  return text;
}

const dateTokens = new Map<string, readonly string[]>();

/** A form of dates as its tokens and what stands between them. */
function tokensOf(form: string): readonly string[] {
  let tokens = dateTokens.get(form);
  if (tokens === undefined) {
    tokens = form.split(/(YYYY|YY|Month|Mon|MM|DD|M|D)/);
    dateTokens.set(form, tokens);
  }
  return tokens;
}

/** A percentage such as `19 %` or `8.25%`; the mark is on the number with its sign. */
export function printRate(style: Style, rateThousandths: number): string {
  return shortDecimalOf(rateThousandths, 3).replace('.', style.region.decimal) + (style.spacedPercent ? ' %' : '%');
}

export function printQuantity(style: Style, thousandths: number): string {
  return shortDecimalOf(thousandths, 3).replace('.', style.region.decimal);
}

/** An identifier in the habit of its country: IBANs by fours, VAT ids by threes. */
export function printIban(style: Style, iban: string): string {
  return style.groupedIds ? iban.replace(/(.{4})(?=.)/g, '$1 ') : iban;
}

export function printVatId(style: Style, id: string): string {
  if (id.startsWith('CHE')) return id.replace(/^CHE(\d{3})(\d{3})(\d{3})MWST$/, 'CHE-$1.$2.$3 MWST');
  if (!style.groupedIds || !/^[A-Z]{2}\d{8,}$/.test(id)) return id;
  return `${id.slice(0, 2)} ${id.slice(2).replace(/(\d{3})(?=\d{2})/g, '$1 ')}`;
}
