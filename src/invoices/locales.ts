import { usageError } from '../core/errors.ts';

/** Languages whose invoice words and month names Assay knows. */
export type Language = 'en' | 'de' | 'fr' | 'es' | 'it' | 'nl' | 'pl' | 'sv' | 'cs' | 'ja';

/** Order of day, month and year in an all-digits date. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** The character between units and decimals; what groups thousands follows from it. */
export type DecimalMark = '.' | ',';

/** How a locale writes numbers and dates. */
export interface LocaleFormat {
  language: Language;
  /** ISO 3166-1 alpha-2. */
  region: string;
  decimal: DecimalMark;
  dateOrder: DateOrder;
}

const en = (region: string, dateOrder: DateOrder = 'dmy'): LocaleFormat => ({
  language: 'en',
  region,
  decimal: '.',
  dateOrder,
});
const comma = (language: Language, region: string): LocaleFormat => ({
  language,
  region,
  decimal: ',',
  dateOrder: 'dmy',
});

/** The locales that can be declared, by BCP 47 tag. */
export const LOCALES: Readonly<Record<string, LocaleFormat>> = {
  'en-US': en('US', 'mdy'),
  'en-GB': en('GB'),
  'en-IE': en('IE'),
  'en-IN': en('IN'),
  'en-AU': en('AU'),
  'en-NZ': en('NZ'),
  'en-CA': en('CA', 'ymd'),
  'de-DE': comma('de', 'DE'),
  'de-AT': comma('de', 'AT'),
  'de-CH': { language: 'de', region: 'CH', decimal: '.', dateOrder: 'dmy' },
  'fr-FR': comma('fr', 'FR'),
  'fr-BE': comma('fr', 'BE'),
  'fr-CH': { language: 'fr', region: 'CH', decimal: '.', dateOrder: 'dmy' },
  'es-ES': comma('es', 'ES'),
  'it-IT': comma('it', 'IT'),
  'nl-NL': comma('nl', 'NL'),
  'nl-BE': comma('nl', 'BE'),
  'pl-PL': comma('pl', 'PL'),
  'sv-SE': { language: 'sv', region: 'SE', decimal: ',', dateOrder: 'ymd' },
  'cs-CZ': comma('cs', 'CZ'),
  'ja-JP': { language: 'ja', region: 'JP', decimal: '.', dateOrder: 'ymd' },
};

/** The usual locale of a language, where nothing in the document says more. */
export const DEFAULT_REGION: Readonly<Record<Language, string>> = {
  en: 'GB',
  de: 'DE',
  fr: 'FR',
  es: 'ES',
  it: 'IT',
  nl: 'NL',
  pl: 'PL',
  sv: 'SE',
  cs: 'CZ',
  ja: 'JP',
};

/** Format of a locale by its tag. Throws a usage error on a tag that is not in {@link LOCALES}. */
export function localeFormat(tag: string): LocaleFormat {
  const format = LOCALES[tag];
  if (format === undefined) {
    throw usageError(
      'LOCALE_UNKNOWN',
      `locale "${tag}" is not known; allowed: ${Object.keys(LOCALES).join(', ')}`,
      'Declare one of these locales, or none: then it is inferred from the text.',
    );
  }
  return format;
}
