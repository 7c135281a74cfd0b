import type { Language } from '../../../invoices/locales.ts';

/** Words for units of measure by the key that ledgers keep. */
export const UNITS = ['piece', 'hour', 'day', 'kilogram', 'metre', 'set', 'month', 'box'] as const;
export type UnitKey = (typeof UNITS)[number];

function words(text: string): Record<UnitKey, readonly string[]> {
  const table: Partial<Record<UnitKey, readonly string[]>> = {};
  text.split(';').forEach((forms, i) => {
    table[UNITS[i] as UnitKey] = forms.split('|');
  });
  return table as Record<UnitKey, readonly string[]>;
}

export const UNIT_WORDS: Readonly<Record<Language, Record<UnitKey, readonly string[]>>> = {
  en: words('pcs|ea|pc|unit;hrs|h|hours;days|day;kg;m|ft;set;mo.|months;box|ctn'),
  de: words('Stk.|Stück|St.;Std.|h|Stunden;Tage|Tag;kg;m|lfm;Satz|Set;Mon.|Monate;Karton|Krt.'),
  fr: words('pce|u.|unité;h|heures;jours|j;kg;m|ml;lot;mois;carton|crt'),
  es: words('ud.|uds.|pza;h|horas;días|día;kg;m|ml;juego;mes|meses;caja'),
  it: words('pz|n.|pz.;ore|h;gg|giorni;kg;m|ml;set;mesi|mese;conf.|scatola'),
  nl: words('st.|stuks|stk;uur|u;dagen|dag;kg;m;set;mnd|maand;doos'),
  pl: words('szt.|szt;godz.|h;dni|dzień;kg;m|mb;kpl.;mies.|miesiąc;opak.|karton'),
  sv: words('st|st.;tim|h;dagar|dag;kg;m;set;mån;kartong|krt'),
  cs: words('ks|ks.;hod.|h;dny|den;kg;m|bm;sada;měs.|měsíc;krabice|bal.'),
  ja: words('個|台|枚;時間|h;日;kg;m;式|セット;か月;箱|ケース'),
};
