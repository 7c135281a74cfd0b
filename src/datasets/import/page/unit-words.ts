import type { Candidate } from './candidates.ts';

/** How invoices print the commonest units of UN/ECE Recommendation 20, in lower case. */
const WORDS: Readonly<Record<string, string>> = {
  C62: 'stk|stk.|stück|st|st.|pc|pcs|pce|piece|pieces|unit|units|ea|each|pièce|pièces|pce|u|ud|uds|unidad|unidades|pz|pezzi|szt|szt.|ks|個|x',
  H87: 'stk|stk.|stück|st|st.|pc|pcs|pce|piece|pieces|unit|units|ea|each|pièce|pièces|u|ud|uds|pz|pezzi|szt|szt.|ks|個|x',
  EA: 'ea|each|pc|pcs|stk|unit|units',
  XPP: 'stk|stück|pc|pcs|piece|pieces',
  LS: 'psch|psch.|pauschal|pauschale|lump sum|forfait|flat',
  HUR: 'h|hr|hrs|hour|hours|std|std.|stunde|stunden|heure|heures|hora|horas|ore|uur|godz|godz.|tim|hod|時間',
  DAY: 'd|day|days|tag|tage|jour|jours|día|días|giorni|dagen|dni|dagar|dní|日',
  WEE: 'week|weeks|woche|wochen|semaine|semaines',
  MON: 'month|months|monat|monate|mois|mes|meses|mese|mesi|maand|maanden|mies.|månad|měsíc',
  ANN: 'year|years|jahr|jahre|an|ans|año|años',
  KGM: 'kg',
  GRM: 'g',
  TNE: 't|to',
  LTR: 'l|ltr|liter|litre|litres',
  MTR: 'm|lfm|meter|metre|mètre|mètres',
  KMT: 'km',
  MTK: 'm²|m2|qm',
  MTQ: 'm³|m3|cbm',
  KWH: 'kwh',
  SET: 'set|sets|satz',
  PR: 'pair|pairs|paar|paire|paires',
};

/** The unit printed right behind a quantity, when it is a known word for this code, or the code itself. */
export function unitAfter(text: string, end: number, code: string): Candidate | undefined {
  const [, gap, word] = /^(\s{0,3})((?:\p{L}|[²³.]|(?<=m)\d)+)/u.exec(text.slice(end, end + 40)) ?? [];
  if (gap === undefined || word === undefined || gap.includes('\n')) return undefined;
  const known = [code.toLowerCase(), ...(WORDS[code] ?? '').split('|')];
  if (!known.includes(word.toLowerCase())) return undefined;
  return { start: end + gap.length, end: end + gap.length + word.length, value: word };
}

/** The code of UN/ECE Recommendation 20 for a printed unit: of a known word, of a code itself, else `ZZ` (mutually defined). */
export function unitCodeOf(printed: string): string {
  const word = printed.trim();
  if (WORDS[word] !== undefined) return word;
  const known = Object.entries(WORDS).find(([, words]) => words.split('|').includes(word.toLowerCase()));
  return known?.[0] ?? 'ZZ';
}
