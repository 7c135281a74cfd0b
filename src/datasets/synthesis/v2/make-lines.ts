import type { Random } from '../../../core/random.ts';
import type { Ledger, LedgerAdjustment, LedgerLine, VatCategory } from '../../../invoices/ledger.ts';
import { multiplyRounded } from '../../../invoices/minor-units.ts';
import { taxInside } from './add-up.ts';
import { PRICE_LEVEL } from './currencies.ts';
import type { LocaleV2 } from './regions.ts';
import { type Part, partOfList, partOfPhrases } from './splits.ts';
import type { UnitKey } from './unit-words.ts';
import { SERVICES, VARIANTS, WORDS } from './vocabulary.ts';

/** How the lines of one invoice are taxed. */
export interface Regime {
  profile: Ledger['profile'];
  /** Category and rate of each line are drawn from these. */
  taxes: readonly (readonly [VatCategory, number])[];
}

/** A good or service that can be sold. */
interface Good {
  name: string;
  service: boolean;
  /** Whether its name holds a digit: a size after it would read as one number. */
  sized: boolean;
}

const goods = new Map<LocaleV2, Partial<Record<Part, readonly Good[]>>>();

/** What a part sells in a locale. */
export function goodsOf(locale: LocaleV2, part: Part): readonly Good[] {
  const parts = goods.get(locale) ?? {};
  goods.set(locale, parts);
  parts[part] ??= partOfPhrases(WORDS[locale].goods, part).map((name) => ({
    name,
    service: SERVICES.test(name),
    sized: /\d/.test(name),
  }));
  return parts[part];
}

export interface LineOptions {
  part: Part;
  /** One of these is sold. */
  goods: readonly Good[];
  regime: Regime;
  currency: string;
  decimals: number;
  /** -1 where goods go back. */
  sign: 1 | -1;
}

/** Draws one line. */
export function makeLine(random: Random, { part, goods, regime, currency, decimals, sign }: LineOptions): LedgerLine {
  const [category, rateThousandths] = random.pick(regime.taxes);
  const good = random.pick(goods);
  const { service } = good;
  const [level, step] = PRICE_LEVEL[currency] ?? PAR;
  const euroCents = drawPrice(random);
  let unitPrice = Math.max(step, Math.round((euroCents * level) / step) * step);
  let unitPriceDecimals = decimals;
  // Dear things are bought one by one. Without decimals a broken quantity could not be within R120 of its price.
  const counts = euroCents > 20_000 ? FEW : MANY;
  const broken = decimals > 0 && random.chance(service ? 0.4 : 0.03);
  let quantityThousandths = broken ? random.integer(1, euroCents > 20_000 ? 16 : 60) * 250 : random.pick(counts) * 1000;
  if (decimals === 2 && !service && random.chance(0.05)) {
    // Small parts by the thousand at a price of four decimals.
    unitPrice = random.integer(80, 9800);
    unitPriceDecimals = 4;
    quantityThousandths = random.integer(2, 60) * 50_000;
  }
  quantityThousandths *= sign;
  const full = multiplyRounded(quantityThousandths, unitPrice, 10 ** (3 + unitPriceDecimals - decimals));
  const allowance =
    regime.profile === 'vat' && random.chance(0.06) ? multiplyRounded(full, random.pick([5, 10, 15]), 100) : 0;
  const amount = full - allowance;
  const gross = regime.profile === 'gross';
  return {
    id: '',
    name: service ? good.name : good.name + makeVariant(random, good, part),
    description: random.chance(0.35) ? makeItemNote(random) : null,
    sellerItemId: random.chance(0.6) ? makeItemId(random) : null,
    quantityThousandths,
    unit: unitOf(random, service, quantityThousandths % 1000 !== 0),
    unitPrice,
    unitPriceDecimals,
    baseQuantity: 1,
    allowance,
    netAmount: gross ? amount - taxInside(amount, rateThousandths) : amount,
    grossAmount: gross ? amount : null,
    category,
    rateThousandths,
  };
}

const PAR = [1, 1] as const;
const FEW = [1, 1, 1, 1, 2, 2, 3, 4];
const MANY = [1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 40];

/** Cheap, middling or dear; every kind is drawn, so that the draws that follow are the same whichever it is. */
function drawPrice(random: Random): number {
  const cheap = random.integer(60, 4900);
  const middling = random.integer(1500, 30_000);
  const dear = random.integer(10_000, 180_000);
  const kind = random.integer(0, 2);
  return kind === 0 ? cheap : kind === 1 ? middling : dear;
}

/** What tells one bracket from another: a size, a grade, or a model of its maker. */
function makeVariant(random: Random, { sized }: Good, part: Part): string {
  const draw = random.real();
  if (draw < 0.3 && !sized) return ` ${random.pick(partOfList(VARIANTS, part))}`;
  return draw < 0.6 ? ` ${'ABCDEFGHKLMPRSTVX'.charAt(random.integer(0, 16))}${random.integer(10, 999)}` : '';
}

const BROKEN_HOURS: readonly UnitKey[] = ['hour', 'hour', 'day', 'hour'];
const HOURS: readonly UnitKey[] = ['hour', 'hour', 'day', 'month'];
const MEASURES: readonly UnitKey[] = ['kilogram', 'metre'];
const PIECES: readonly UnitKey[] = ['piece', 'piece', 'piece', 'box', 'set'];

function unitOf(random: Random, service: boolean, broken: boolean): UnitKey {
  return random.pick(service ? (broken ? BROKEN_HOURS : HOURS) : broken ? MEASURES : PIECES);
}

/** Draws a discount on everything and a charge, each now and then. */
export function makeAdjustments(
  random: Random,
  lines: readonly LedgerLine[],
  currency: string,
  sign: 1 | -1,
): LedgerAdjustment[] {
  const adjustments: LedgerAdjustment[] = [];
  const [first] = lines;
  if (first === undefined) return [];
  const bases = new Map<string, { category: VatCategory; rateThousandths: number; net: number }>();
  for (const { category, rateThousandths, netAmount } of lines) {
    const entry = bases.get(`${category}${rateThousandths}`) ?? { category, rateThousandths, net: 0 };
    entry.net += netAmount;
    bases.set(`${category}${rateThousandths}`, entry);
  }
  if (random.chance(0.22)) {
    const percent = random.pick([2, 3, 5, 10]);
    const reason = random.pick(['discount', 'discount', 'loyalty'] as const);
    // A discount on everything is one allowance per rate, so that every base stays exact.
    for (const { category, rateThousandths, net } of bases.values()) {
      const amount = multiplyRounded(net, percent, 100);
      if (amount !== 0) adjustments.push({ kind: 'allowance', reason, amount, category, rateThousandths });
    }
  }
  if (random.chance(0.3)) {
    const reason = random.pick(['shipping', 'shipping', 'packing', 'surcharge'] as const);
    const amount = sign * Math.round((random.integer(39, 990) * 10 * (PRICE_LEVEL[currency]?.[0] ?? 1)) / 10) * 10;
    const { category, rateThousandths } = first;
    adjustments.push({ kind: 'charge', reason, amount, category, rateThousandths });
  }
  return adjustments;
}

function makeItemId(random: Random): string {
  return random.chance(0.5)
    ? String(random.integer(1000, 999_999))
    : `${random.pick(MAKERS)}-${random.integer(100, 99_999)}`;
}

const MAKERS = ['A', 'K', 'TX', 'B2', 'MZ'];
const TYPES = ['A', 'B', 'C'];

/** As prices: all is drawn, one is written. */
function makeItemNote(random: Random): string {
  const code = random.integer(100, 9999);
  const width = random.integer(2, 90);
  const length = random.integer(10, 200);
  const colour = random.integer(1000, 9010);
  const serial = random.integer(10_000, 99_999);
  const type = random.pick(TYPES);
  switch (random.integer(0, 3)) {
    case 0:
      return `Ref. ${code}`;
    case 1:
      return `${width} x ${length} mm, RAL ${colour}`;
    case 2:
      return `S/N ${code}-${serial}`;
    default:
      return `Lot ${code}, Type ${type}`;
  }
}
