import type { Language } from '../../../invoices/locales.ts';

const names = (text: string): readonly string[] => text.split(' ');

const MONTHS: Readonly<Partial<Record<Language, readonly string[]>>> = {
  en: names('January February March April May June July August September October November December'),
  de: names('Januar Februar März April Mai Juni Juli August September Oktober November Dezember'),
  fr: names('janvier février mars avril mai juin juillet août septembre octobre novembre décembre'),
  es: names('enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'),
  it: names('gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'),
  nl: names('januari februari maart april mei juni juli augustus september oktober november december'),
  pl: names('stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia'),
  sv: names('januari februari mars april maj juni juli augusti september oktober november december'),
  cs: names('ledna února března dubna května června července srpna září října listopadu prosince'),
};

/** The name of a month (1 to 12) as it stands in dates; Japanese dates have numbers only. */
export function monthName(language: Language, month: number): string {
  return MONTHS[language]?.[month - 1] ?? String(month);
}
