import type { Random } from '../../../core/random.ts';
import type { LedgerParty } from '../../../invoices/ledger.ts';
import { type LocaleV2, REGIONS } from './regions.ts';
import { type Part, partOfName } from './splits.ts';
import { KATAKANA, SYLLABLES, WORDS } from './vocabulary.ts';

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';

/** A pattern with `#` as a digit and `A` as a capital letter; other characters stay. */
export function fillPattern(random: Random, pattern: string): string {
  let text = '';
  for (const sign of pattern) {
    if (sign === '#') text += String(random.integer(0, 9));
    else if (sign === 'A') text += LETTERS[random.integer(0, LETTERS.length - 1)];
    else text += sign;
  }
  return text;
}

/** A pattern whose only free signs are digits: streets and states hold letters that are meant. */
export function fillDigits(random: Random, pattern: string): string {
  let text = '';
  let from = 0;
  for (let at = pattern.indexOf('#'); at >= 0; at = pattern.indexOf('#', from)) {
    text += pattern.slice(from, at) + random.integer(0, 9);
    from = at + 1;
  }
  return from === 0 ? pattern : text + pattern.slice(from);
}

/** A company of the locale whose name belongs to the part: names never cross from one split to another. */
export function makeParty(random: Random, locale: LocaleV2, part: Part, vatShare: number): LedgerParty {
  const region = REGIONS[locale];
  const words = WORDS[locale];
  let name = makeName(random, locale);
  while (partOfName(name) !== part) name = makeName(random, locale);
  const [postcode, city] = random.pick(words.cities);
  const number = random.integer(1, locale === 'en-US' ? 9899 : 180);
  const street = fillDigits(
    random,
    random.pick(words.streets).replace('%', random.pick(words.streetNames)).replace('#', String(number)),
  );
  return {
    name,
    street: street.charAt(0).toUpperCase() + street.slice(1),
    postcode: fillDigits(random, postcode),
    city,
    country: region.country,
    vatId: region.vatId !== null && random.chance(vatShare) ? makeVatId(random, region.vatId) : null,
    registrationId: random.chance(0.5) ? fillNumbers(random, region.registration.pattern) : null,
  };
}

function makeName(random: Random, locale: LocaleV2): string {
  const { surnames, trades, legalForms } = WORDS[locale];
  if (locale === 'ja-JP') {
    const core = random.chance(0.5)
      ? random.pick(surnames)
      : Array.from({ length: random.integer(2, 4) }, () => random.pick(KATAKANA)).join('');
    const company = core + random.pick(trades);
    const form = random.pick(legalForms);
    return random.chance(0.5) ? form + company : company + form;
  }
  let name = random.chance(0.65) ? invent(random) : random.pick(surnames);
  if (random.chance(0.22)) name += ` & ${random.chance(0.5) ? invent(random) : random.pick(surnames)}`;
  if (random.chance(0.6)) name += ` ${random.pick(trades)}`;
  if (random.chance(0.92)) name += ` ${random.pick(legalForms)}`;
  return name;
}

function invent(random: Random): string {
  let word = '';
  for (let left = random.integer(2, 3); left > 0; left -= 1) word += random.pick(SYLLABLES);
  return random.chance(0.08) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1);
}

function fillNumbers(random: Random, pattern: string): string {
  // Registration numbers such as "HRB #####" hold letters that are meant; only the Indian PAN has free ones.
  return pattern.startsWith('AAAAA') ? fillPattern(random, pattern) : fillDigits(random, pattern);
}

function makeVatId(random: Random, pattern: string): string {
  if (pattern.includes('AAAAA')) return fillPattern(random, pattern);
  const first = pattern.indexOf('#');
  if (first < 0) return pattern;
  return pattern.slice(0, first) + random.integer(1, 9) + fillDigits(random, pattern.slice(first + 1));
}

/** An IBAN with valid check digits (ISO 7064 MOD 97-10) from the country's pattern. */
export function makeIban(random: Random, country: string, pattern: string): string {
  const account = fillPattern(random, pattern);
  let remainder = 0;
  for (const sign of `${account}${country}00`) {
    const value = Number.parseInt(sign, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return `${country}${String(98 - remainder).padStart(2, '0')}${account}`;
}

/** A bank code (BIC) of the country. */
export function makeBic(random: Random, country: string): string {
  const letter = (): string => LETTERS[random.integer(0, LETTERS.length - 1)] as string;
  const branch = random.chance(0.5) ? '' : 'XXX';
  return `${letter()}${letter()}${letter()}${letter()}${country}${random.pick(['22', 'FF', 'MM', '2X', 'PP', '33'])}${branch}`;
}
