import type { Language } from './locales.ts';

/** Names and abbreviations by month, January first; forms of one month are separated by spaces. */
const NAMES: Readonly<Partial<Record<Language, readonly string[]>>> = {
  en: [
    'january jan',
    'february feb',
    'march mar',
    'april apr',
    'may',
    'june jun',
    'july jul',
    'august aug',
    'september sep sept',
    'october oct',
    'november nov',
    'december dec',
  ],
  de: [
    'januar jan jänner',
    'februar feb',
    'märz mär mrz maerz',
    'april apr',
    'mai',
    'juni jun',
    'juli jul',
    'august aug',
    'september sep sept',
    'oktober okt',
    'november nov',
    'dezember dez',
  ],
  fr: [
    'janvier janv jan',
    'février févr fév',
    'mars mar',
    'avril avr',
    'mai',
    'juin',
    'juillet juil',
    'août',
    'septembre sept sep',
    'octobre oct',
    'novembre nov',
    'décembre déc',
  ],
  es: [
    'enero ene',
    'febrero feb',
    'marzo mar',
    'abril abr',
    'mayo may',
    'junio jun',
    'julio jul',
    'agosto ago',
    'septiembre setiembre sep sept set',
    'octubre oct',
    'noviembre nov',
    'diciembre dic',
  ],
  it: [
    'gennaio gen',
    'febbraio feb',
    'marzo mar',
    'aprile apr',
    'maggio mag',
    'giugno giu',
    'luglio lug',
    'agosto ago',
    'settembre set sett',
    'ottobre ott',
    'novembre nov',
    'dicembre dic',
  ],
  nl: [
    'januari jan',
    'februari feb',
    'maart mrt maa',
    'april apr',
    'mei',
    'juni jun',
    'juli jul',
    'augustus aug',
    'september sep sept',
    'oktober okt',
    'november nov',
    'december dec',
  ],
  pl: [
    'stycznia styczeń sty',
    'lutego luty lut',
    'marca marzec mar',
    'kwietnia kwiecień kwi',
    'maja maj',
    'czerwca czerwiec cze',
    'lipca lipiec lip',
    'sierpnia sierpień sie',
    'września wrzesień wrz',
    'października październik paź',
    'listopada listopad lis',
    'grudnia grudzień gru',
  ],
  sv: [
    'januari jan',
    'februari feb febr',
    'mars mar',
    'april apr',
    'maj',
    'juni jun',
    'juli jul',
    'augusti aug',
    'september sep sept',
    'oktober okt',
    'november nov',
    'december dec',
  ],
  cs: [
    'ledna leden led',
    'února únor úno',
    'března březen bře',
    'dubna duben dub',
    'května květen kvě',
    'června červen čvn',
    'července červenec čvc',
    'srpna srpen srp',
    'září zář',
    'října říjen říj',
    'listopadu listopad lis',
    'prosince prosinec pro',
  ],
};

const WEEKDAYS =
  'monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun ' +
  'montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag ' +
  'lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo ' +
  'lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ' +
  'poniedziałek wtorek środa czwartek piątek sobota niedziela måndag tisdag onsdag torsdag fredag lördag söndag ' +
  'pondělí úterý středa čtvrtek pátek neděle';

/** Words that stand inside written dates and carry nothing. */
const FILLERS = 'de del of the den der am le la du dnia dne r il el';

/** A word for look-up: lower case, accents removed. */
export function foldWord(word: string): string {
  if (/^[a-z]*$/i.test(word)) return word.toLowerCase();
  return word.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/ł/g, 'l');
}

const MONTHS = new Map<string, Map<number, Set<Language>>>();
for (const [language, months] of Object.entries(NAMES) as [Language, readonly string[]][]) {
  months.forEach((forms, index) => {
    for (const form of forms.split(' ')) {
      const byMonth = MONTHS.get(foldWord(form)) ?? new Map<number, Set<Language>>();
      byMonth.set(index + 1, (byMonth.get(index + 1) ?? new Set<Language>()).add(language));
      MONTHS.set(foldWord(form), byMonth);
    }
  });
}
const IGNORED = new Set(`${WEEKDAYS} ${FILLERS}`.split(' ').map(foldWord));

/** The month (1 to 12) that a word names in one of the languages; all languages when none are given; else `null`. */
export function monthOf(word: string, languages: readonly Language[] = []): number | null {
  const byMonth = MONTHS.get(foldWord(word));
  if (byMonth === undefined) return null;
  for (const [month, spoken] of byMonth) {
    if (languages.length === 0 || languages.some((language) => spoken.has(language))) return month;
  }
  return null;
}

/** The languages in which a word is the name of a month. */
export function monthLanguages(word: string): Language[] {
  const languages: Language[] = [];
  for (const spoken of MONTHS.get(foldWord(word))?.values() ?? []) languages.push(...spoken);
  return languages;
}

/** Whether a word inside a date says nothing about it: a weekday, `de`, `of`, `den`. */
export function isDateFiller(word: string): boolean {
  return IGNORED.has(foldWord(word));
}
