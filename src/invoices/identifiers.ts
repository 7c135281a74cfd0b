/**
 * An identifier for comparison: NFKC, upper case, and without separators (spaces, hyphens, dots, slashes, underscores,
 * colons), so that `re 2024/0117` and `RE-2024-0117` are one.
 */
export function normaliseId(printed: string): string {
  return (ASCII.test(printed) ? printed : printed.normalize('NFKC'))
    .toUpperCase()
    .replace(/[\s\-\u2010-\u2015\u2212./_:\u00b7\u00ad\u200b]/g, '');
}

// oxlint-disable-next-line no-control-regex -- all of ASCII is the same in every normal form
const ASCII = /^[\u0000-\u007f]*$/;

/** Length of an IBAN by country (ISO 13616 registry, the countries that Assay's locales meet). */
const IBAN_LENGTH: Readonly<Record<string, number>> = {
  AT: 20,
  BE: 16,
  BG: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IS: 26,
  IT: 27,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
};

/** Whether the text is an IBAN: length of its country where known, and the ISO 7064 MOD 97-10 check digits. */
export function isIban(printed: string): boolean {
  const iban = normaliseId(printed);
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const length = IBAN_LENGTH[iban.slice(0, 2)];
  if (length !== undefined && iban.length !== length) return false;
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** Shapes of VAT identifiers after their country prefix. */
const VAT_SHAPE: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]?\d{9}$/,
  BG: /^\d{9,10}$/,
  CHE: /^\d{9}(MWST|TVA|IVA)?$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  GB: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/,
  IT: /^\d{11}$/,
  LT: /^(\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  NO: /^\d{9}(MVA)?$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
};

/** Country prefix of a VAT identifier of the right shape, else `null`. The shape only: national check digits are not. */
export function vatCountry(printed: string): string | null {
  const id = normaliseId(printed);
  for (const length of [3, 2]) {
    const prefix = id.slice(0, length);
    if (VAT_SHAPE[prefix]?.test(id.slice(length)) === true) return prefix;
  }
  return null;
}
