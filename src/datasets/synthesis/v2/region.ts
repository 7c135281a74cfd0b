import type { Language } from '../../../invoices/locales.ts';

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
