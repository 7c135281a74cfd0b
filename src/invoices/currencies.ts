import type { Language } from './locales.ts';

/** ISO 4217 codes in use, without funds and metals. */
const CODES = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP ' +
    'CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ' +
    'ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT ' +
    'MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD ' +
    'SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND ' +
    'VUV WST XAF XCD XOF XPF YER ZAR ZMW'
  ).split(' '),
);

/** Signs and names that mean one currency. Keys are lower case. */
const NAMES: Readonly<Record<string, string>> = {
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  us$: 'USD',
  'us $': 'USD',
  $us: 'USD',
  $ca: 'CAD',
  $au: 'AUD',
  '£gb': 'GBP',
  a$: 'AUD',
  au$: 'AUD',
  c$: 'CAD',
  ca$: 'CAD',
  nz$: 'NZD',
  hk$: 'HKD',
  s$: 'SGD',
  r$: 'BRL',
  '₹': 'INR',
  rs: 'INR',
  'rs.': 'INR',
  zł: 'PLN',
  kč: 'CZK',
  ft: 'HUF',
  '₺': 'TRY',
  '₩': 'KRW',
  '₽': 'RUB',
  '₴': 'UAH',
  rm: 'MYR',
  rp: 'IDR',
  'fr.': 'CHF',
  sfr: 'CHF',
  'sfr.': 'CHF',
  円: 'JPY',
  元: 'CNY',
};

/** Signs that several countries share. */
const SHARED = new Set(['$', 'kr', 'kr.', '¥']);

const DOLLARS: Readonly<Record<string, string>> = { US: 'USD', CA: 'CAD', AU: 'AUD', NZ: 'NZD', SG: 'SGD', HK: 'HKD' };
const CROWNS: Readonly<Record<string, string>> = { SE: 'SEK', DK: 'DKK', NO: 'NOK' };

/** What the document says about where it comes from; each part may be missing. */
export interface CurrencyHints {
  language?: Language;
  region?: string;
  /** ISO codes that the document prints, e.g. `["CAD"]`: they decide what a shared sign means. */
  codes?: readonly string[];
}

/** A currency as read: `ambiguous` when a shared sign was settled by where the document comes from. */
export interface CurrencyReading {
  code: string;
  ambiguous: boolean;
}

/** Whether the text is an ISO 4217 code, in capitals. */
export function isCurrencyCode(text: string): boolean {
  return CODES.has(text);
}

/** Reads a sign, name or code as ISO 4217; `null` when it is none. A shared sign (`$`, `kr`, `¥`) needs the hints. */
export function readCurrency(printed: string, hints: CurrencyHints = {}): CurrencyReading | null {
  if (CODES.has(printed)) return { code: printed, ambiguous: false };
  const text = printed.normalize('NFKC').trim();
  const upper = text.toUpperCase();
  if (CODES.has(upper)) return { code: upper, ambiguous: false };
  const lower = text.toLowerCase();
  const named = NAMES[lower];
  if (named !== undefined) return { code: named, ambiguous: false };
  if (!SHARED.has(lower)) return null;
  const candidates = lower === '$' ? Object.values(DOLLARS) : lower === '¥' ? ['JPY', 'CNY'] : Object.values(CROWNS);
  const printedCodes = (hints.codes ?? []).filter((code) => candidates.includes(code));
  if (printedCodes.length === 1) return { code: printedCodes[0] as string, ambiguous: false };
  const code = sharedSign(lower, hints);
  return code === null ? null : { code, ambiguous: true };
}

/** As {@link readCurrency}, the code only. */
export function parseCurrency(printed: string, hints: CurrencyHints = {}): string | null {
  return readCurrency(printed, hints)?.code ?? null;
}

function sharedSign(sign: string, hints: CurrencyHints): string | null {
  const region = hints.region ?? '';
  if (sign === '$') return DOLLARS[region] ?? 'USD';
  if (sign === '¥') return region === 'CN' ? 'CNY' : 'JPY';
  return CROWNS[region] ?? (hints.language === 'sv' ? 'SEK' : null);
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const SIGNS = [...Object.keys(NAMES), ...SHARED].sort((a, b) => b.length - a.length).map(escape);
const ANY = `(?:${[...CODES].join('|')}|${SIGNS.join('|')})`;
// A letter beside the sign would make it part of a word: "Rs" in "Rsync" is no rupee.
const LEADING = new RegExp(`^${ANY}(?!\\p{L})\\s*`, 'iu');
const TRAILING = new RegExp(`\\s*(?<!\\p{L})${ANY}$`, 'iu');

/** The text without a currency sign or code at its start or end. */
export function stripCurrency(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
  // No sign or code begins or ends with a digit, and looking for one takes microseconds.
  const rest = isDigit(first) ? text : text.replace(LEADING, '');
  return isDigit(last) ? rest : rest.replace(TRAILING, '');
}
