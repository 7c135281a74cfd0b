import type { Random } from '../../../core/random.ts';
import type { Ledger, LedgerAdjustment, LedgerLine, VatCategory } from '../../../invoices/ledger.ts';
import { currencyDecimals, multiplyRounded } from '../../../invoices/minor-units.ts';
import { taxInside } from './add-up.ts';
import { type LocaleV2, PRICE_LEVEL } from './regions.ts';
import { type Part, partOfList, partOfPhrases } from './splits.ts';
import { UNITS } from './unit-words.ts';
import { VARIANTS, WORDS } from './vocabulary.ts';

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
  const [level, step] = PRICE_LEVEL[currency] ?? [1, 1];
  const euroCents = random.pick([
    random.integer(60, 4900),
    random.integer(1500, 30_000),
    random.integer(10_000, 180_000),
  ]);
  let unitPrice = Math.max(step, Math.round((euroCents * level) / step) * step);
  let unitPriceDecimals = decimals;
  // Without decimals a broken quantity could not be within R120 of its price.
  let quantityThousandths =
    decimals > 0 && random.chance(0.14)
      ? random.integer(1, 60) * 250
      : random.pick([1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 40]) * 1000;
  if (decimals === 2 && random.chance(0.05)) {
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
  const good = random.pick(partOfPhrases(WORDS[locale].goods, part));
  const gross = regime.profile === 'gross';
  return {
    id: '',
    name: random.chance(0.3) ? `${good} ${random.pick(partOfList(VARIANTS, part))}` : good,
    description: random.chance(0.35) ? makeItemNote(random) : null,
    sellerItemId: random.chance(0.6) ? makeItemId(random) : null,
    quantityThousandths,
    unit:
      quantityThousandths % 1000 === 0
        ? random.pick(['piece', 'piece', 'piece', ...UNITS])
        : random.pick(['hour', 'kilogram', 'metre']),
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

/** Draws a discount on everything and a charge, each now and then. */
export function makeAdjustments(
  random: Random,
  lines: readonly LedgerLine[],
  decimals: number,
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
    const amount = sign * random.integer(39, 990) * (decimals === 3 ? 25 : decimals === 0 ? 10 : 10);
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
