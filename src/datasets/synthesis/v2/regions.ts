import type { Language } from '../../../invoices/locales.ts';

/** The locales of `invoices-v2`. */
export const LOCALES_V2 = [
  'en-US',
  'en-GB',
  'en-IN',
  'de-DE',
  'de-CH',
  'fr-FR',
  'es-ES',
  'it-IT',
  'nl-NL',
  'pl-PL',
  'sv-SE',
  'cs-CZ',
  'ja-JP',
] as const;
export type LocaleV2 = (typeof LOCALES_V2)[number];

/** How a country writes numbers and dates, what it taxes, and how its identifiers look. */
export interface Region {
  language: Language;
  country: string;
  countryName: string;
  currency: string;
  /** Rates in thousandths of a percent; the first is the usual one. */
  rates: readonly number[];
  /** Separators of thousands that occur; the decimal mark is fixed. */
  groups: readonly string[];
  decimal: '.' | ',';
  /** Groups of two after the first three digits. */
  indianGroups?: true;
  /** Tokens: YYYY YY MM M DD D Month Mon. */
  dates: readonly string[];
  /** Smallest coin of a total that is rounded to be paid in cash, in minor units; 1 for none. */
  cashStep: number;
  /** `#` digit, `A` capital letter; `null` where the country has no IBAN. */
  iban: string | null;
  vatId: string | null;
  registration: { label: string; pattern: string };
  phone: string;
  paper: 'A4' | 'Letter';
}

const NBSP = '\u00a0';
const NARROW = '\u202f';
const DOTTED = ['DD.MM.YYYY', 'DD.MM.YYYY', 'D.M.YYYY', 'DD.MM.YY', 'D. Month YYYY', 'DD. Month YYYY'];
const SLASHED = ['DD/MM/YYYY', 'DD/MM/YYYY', 'DD/MM/YY', 'D Month YYYY', 'DD-MM-YYYY', 'DD.MM.YYYY'];

export const REGIONS: Readonly<Record<LocaleV2, Region>> = {
  'en-US': {
    language: 'en',
    country: 'US',
    countryName: 'USA',
    currency: 'USD',
    rates: [8250, 6000, 7000, 8875, 5500, 4000, 6250],
    groups: [',', ',', ',', ''],
    decimal: '.',
    dates: ['MM/DD/YYYY', 'M/D/YYYY', 'Month D, YYYY', 'Mon D, YYYY', 'MM/DD/YY', 'MM-DD-YYYY', 'YYYY-MM-DD'],
    cashStep: 1,
    iban: null,
    vatId: null,
    registration: { label: 'EIN', pattern: '##-#######' },
    phone: '(###) 555-01##',
    paper: 'Letter',
  },
  'en-GB': {
    language: 'en',
    country: 'GB',
    countryName: 'United Kingdom',
    currency: 'GBP',
    rates: [20_000, 5000],
    groups: [',', ',', ''],
    decimal: '.',
    dates: [...SLASHED.slice(0, 5), 'D Mon YYYY', 'DD Month YYYY'],
    cashStep: 1,
    iban: 'AAAA##############',
    vatId: 'GB#########',
    registration: { label: 'Company No.', pattern: '0#######' },
    phone: '+44 #### ######',
    paper: 'A4',
  },
  'en-IN': {
    language: 'en',
    country: 'IN',
    countryName: 'India',
    currency: 'INR',
    rates: [18_000, 12_000, 5000, 28_000],
    groups: [','],
    decimal: '.',
    indianGroups: true,
    dates: ['DD-MM-YYYY', 'DD/MM/YYYY', 'DD-Mon-YYYY', 'D Month YYYY', 'DD.MM.YYYY'],
    cashStep: 100,
    iban: null,
    vatId: '##AAAAA####A1Z#',
    registration: { label: 'PAN', pattern: 'AAAAA####A' },
    phone: '+91 ##### #####',
    paper: 'A4',
  },
  'de-DE': {
    language: 'de',
    country: 'DE',
    countryName: 'Deutschland',
    currency: 'EUR',
    rates: [19_000, 7000],
    groups: ['.', '.', '.', ''],
    decimal: ',',
    dates: DOTTED,
    cashStep: 1,
    iban: '##################',
    vatId: 'DE#########',
    registration: { label: 'HRB', pattern: 'HRB #####' },
    phone: '+49 ### #######',
    paper: 'A4',
  },
  'de-CH': {
    language: 'de',
    country: 'CH',
    countryName: 'Schweiz',
    currency: 'CHF',
    rates: [8100, 2600],
    groups: ['\u2019', "'", '\u2019', ''],
    decimal: '.',
    dates: DOTTED,
    cashStep: 5,
    iban: '#################',
    vatId: 'CHE#########MWST',
    registration: { label: 'UID', pattern: 'CHE-###.###.###' },
    phone: '+41 ## ### ## ##',
    paper: 'A4',
  },
  'fr-FR': {
    language: 'fr',
    country: 'FR',
    countryName: 'France',
    currency: 'EUR',
    rates: [20_000, 10_000, 5500],
    groups: [NBSP, NARROW, ' ', ''],
    decimal: ',',
    dates: SLASHED,
    cashStep: 1,
    iban: '#######################',
    vatId: 'FR###########',
    registration: { label: 'SIRET', pattern: '### ### ### #####' },
    phone: '+33 # ## ## ## ##',
    paper: 'A4',
  },
  'es-ES': {
    language: 'es',
    country: 'ES',
    countryName: 'España',
    currency: 'EUR',
    rates: [21_000, 10_000, 4000],
    groups: ['.', '.', ''],
    decimal: ',',
    dates: [...SLASHED.slice(0, 3), 'D de Month de YYYY', 'DD-MM-YYYY'],
    cashStep: 1,
    iban: '####################',
    vatId: 'ESB########',
    registration: { label: 'Reg. Merc.', pattern: 'T ####, F ###' },
    phone: '+34 ### ### ###',
    paper: 'A4',
  },
  'it-IT': {
    language: 'it',
    country: 'IT',
    countryName: 'Italia',
    currency: 'EUR',
    rates: [22_000, 10_000, 4000],
    groups: ['.', '.', ''],
    decimal: ',',
    dates: SLASHED,
    cashStep: 1,
    iban: 'A######################',
    vatId: 'IT###########',
    registration: { label: 'REA', pattern: 'MI-#######' },
    phone: '+39 ## #######',
    paper: 'A4',
  },
  'nl-NL': {
    language: 'nl',
    country: 'NL',
    countryName: 'Nederland',
    currency: 'EUR',
    rates: [21_000, 9000],
    groups: ['.', '.', ''],
    decimal: ',',
    dates: ['DD-MM-YYYY', 'DD-MM-YYYY', 'D-M-YYYY', 'D Month YYYY', 'DD/MM/YYYY', 'DD-MM-YY'],
    cashStep: 1,
    iban: 'AAAA##########',
    vatId: 'NL#########B##',
    registration: { label: 'KvK', pattern: '########' },
    phone: '+31 ## ### ####',
    paper: 'A4',
  },
  'pl-PL': {
    language: 'pl',
    country: 'PL',
    countryName: 'Polska',
    currency: 'PLN',
    rates: [23_000, 8000, 5000],
    groups: [NBSP, ' ', ''],
    decimal: ',',
    dates: ['DD.MM.YYYY', 'YYYY-MM-DD', 'D Month YYYY', 'DD-MM-YYYY'],
    cashStep: 1,
    iban: '########################',
    vatId: 'PL##########',
    registration: { label: 'REGON', pattern: '#########' },
    phone: '+48 ### ### ###',
    paper: 'A4',
  },
  'sv-SE': {
    language: 'sv',
    country: 'SE',
    countryName: 'Sverige',
    currency: 'SEK',
    rates: [25_000, 12_000, 6000],
    groups: [NBSP, ' ', ''],
    decimal: ',',
    dates: ['YYYY-MM-DD', 'YYYY-MM-DD', 'D Month YYYY'],
    cashStep: 100,
    iban: '####################',
    vatId: 'SE##########01',
    registration: { label: 'Org.nr', pattern: '55####-####' },
    phone: '+46 ## ### ## ##',
    paper: 'A4',
  },
  'cs-CZ': {
    language: 'cs',
    country: 'CZ',
    countryName: 'Česká republika',
    currency: 'CZK',
    rates: [21_000, 12_000],
    groups: [NBSP, ' ', ''],
    decimal: ',',
    dates: ['D. M. YYYY', 'DD.MM.YYYY', 'D.M.YYYY', 'D. Month YYYY'],
    cashStep: 100,
    iban: '####################',
    vatId: 'CZ########',
    registration: { label: 'IČO', pattern: '########' },
    phone: '+420 ### ### ###',
    paper: 'A4',
  },
  'ja-JP': {
    language: 'ja',
    country: 'JP',
    countryName: '日本',
    currency: 'JPY',
    rates: [10_000, 8000],
    groups: [',', ',', ''],
    decimal: '.',
    dates: ['YYYY年M月D日', 'YYYY年MM月DD日', 'YYYY/MM/DD', 'YYYY-MM-DD', 'ERA'],
    cashStep: 1,
    iban: null,
    vatId: 'T#############',
    registration: { label: '法人番号', pattern: '#############' },
    phone: '0#-####-####',
    paper: 'A4',
  },
};

/** What one euro cent is worth in a currency's minor units, roughly, and the step that prices are rounded to. */
export const PRICE_LEVEL: Readonly<Record<string, readonly [number, number]>> = {
  EUR: [1, 1],
  USD: [1.1, 1],
  GBP: [0.9, 1],
  CHF: [1, 5],
  INR: [40, 50],
  PLN: [4.3, 1],
  SEK: [11, 50],
  CZK: [25, 10],
  JPY: [1.5, 1],
  KWD: [3.3, 1],
  TND: [34, 5],
  BHD: [4, 1],
  AED: [4, 5],
};

/** Signs that a document may print in place of the ISO code. */
export const CURRENCY_SIGNS: Readonly<Record<string, readonly string[]>> = {
  EUR: ['€'],
  USD: ['$'],
  GBP: ['£'],
  INR: ['₹', 'Rs.'],
  CHF: ['Fr.', 'CHF'],
  PLN: ['zł'],
  SEK: ['kr'],
  CZK: ['Kč'],
  JPY: ['¥', '円'],
};
