import type { Random } from '../../../core/random.ts';
import type { Ledger, LedgerAdjustment, LedgerLine, VatCategory } from '../../../invoices/ledger.ts';
import { currencyDecimals, multiplyRounded } from '../../../invoices/minor-units.ts';
import { taxInside } from './add-up.ts';
import { type LocaleV2, PRICE_LEVEL } from './regions.ts';
import { type Part, partOfList, partOfPhrases } from './splits.ts';
import type { UnitKey } from './unit-words.ts';
import { SERVICES, VARIANTS, WORDS } from './vocabulary.ts';

/** How the lines of one invoice are taxed. */
export interface Regime {
  profile: Ledger['profile'];
  /** Category and rate of each line are drawn from these. */
  taxes: readonly (readonly [VatCategory, number])[];
}

export interface LineOptions {
  locale: LocaleV2;
  part: Part;
  regime: Regime;
  currency: string;
  /** -1 where goods go back. */
  sign: 1 | -1;
}

/** Draws one line. */
export function makeLine(random: Random, { locale, part, regime, currency, sign }: LineOptions): LedgerLine {
  const [category, rateThousandths] = random.pick(regime.taxes);
  const decimals = currencyDecimals(currency);
  const good = random.pick(partOfPhrases(WORDS[locale].goods, part));
  const service = isService(good);
  const [level, step] = PRICE_LEVEL[currency] ?? [1, 1];
  const euroCents = random.pick([
    random.integer(60, 4900),
    random.integer(1500, 30_000),
    random.integer(10_000, 180_000),
  ]);
  let unitPrice = Math.max(step, Math.round((euroCents * level) / step) * step);
  let unitPriceDecimals = decimals;
  // Dear things are bought one by one. Without decimals a broken quantity could not be within R120 of its price.
  const counts = euroCents > 20_000 ? [1, 1, 1, 1, 2, 2, 3, 4] : [1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 40];
  const broken = decimals > 0 && random.chance(service ? 0.4 : 0.03);
  let quantityThousandths = broken ? random.integer(1, euroCents > 20_000 ? 16 : 60) * 250 : random.pick(counts) * 1000;
  if (decimals === 2 && !service && random.chance(0.05)) {
    // Small parts by the thousand at a price of four decimals.
    unitPrice = random.integer(80, 9800);
    unitPriceDecimals = 4;
    quantityThousandths = random.integer(2, 60) * 50_000;
  }
  quantityThousandths *= sign;
  const scale = 10 ** (3 + unitPriceDecimals - decimals);
  const full = multiplyRounded(quantityThousandths, unitPrice, scale);
  const allowance =
    regime.profile === 'vat' && random.chance(0.06) ? multiplyRounded(full, random.pick([5, 10, 15]), 100) : 0;
  const amount = full - allowance;
  const gross = regime.profile === 'gross';
  return {
    id: '',
    name: service ? good : good + makeVariant(random, good, part),
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

/** What tells one bracket from another: a size, a grade, or a model of its maker. */
function makeVariant(random: Random, good: string, part: Part): string {
  const draw = random.real();
  if (draw < 0.3 && !/\d/.test(good)) return ` ${random.pick(partOfList(VARIANTS, part))}`;
  return draw < 0.6 ? ` ${'ABCDEFGHKLMPRSTVX'.charAt(random.integer(0, 16))}${random.integer(10, 999)}` : '';
}

const services = new Map<string, boolean>();

function isService(good: string): boolean {
  let service = services.get(good);
  if (service === undefined) {
    service = SERVICES.test(good);
    services.set(good, service);
  }
  return service;
}

function unitOf(random: Random, service: boolean, broken: boolean): UnitKey {
  if (service) return random.pick(['hour', 'hour', 'day', broken ? 'hour' : 'month']);
  return broken ? random.pick(['kilogram', 'metre']) : random.pick(['piece', 'piece', 'piece', 'box', 'set']);
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
    : `${random.pick(['A', 'K', 'TX', 'B2', 'MZ'])}-${random.integer(100, 99_999)}`;
}

function makeItemNote(random: Random): string {
  const code = random.integer(100, 9999);
  return random.pick([
    `Ref. ${code}`,
    `${random.integer(2, 90)} x ${random.integer(10, 200)} mm, RAL ${random.integer(1000, 9010)}`,
    `S/N ${code}-${random.integer(10_000, 99_999)}`,
    `Lot ${code}, Type ${random.pick(['A', 'B', 'C'])}`,
  ]);
}
