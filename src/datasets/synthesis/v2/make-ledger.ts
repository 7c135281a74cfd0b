import type { Random } from '../../../core/random.ts';
import type { Ledger, LedgerLine } from '../../../invoices/ledger.ts';
import { currencyDecimals, multiplyRounded } from '../../../invoices/minor-units.ts';
import { addUp } from './add-up.ts';
import { goodsOf, makeAdjustments, makeLine, type Regime } from './make-lines.ts';
import { makeBic, makeIban, makeParty } from './make-parties.ts';
import { makeInvoiceNumber, makeReference } from './make-references.ts';
import { type LocaleV2, REGIONS } from './regions.ts';
import type { Part, Tier } from './splits.ts';

export interface LedgerOptions {
  locale: LocaleV2;
  part: Part;
  tier: Tier;
  /** Lines at least and at most. */
  rows: readonly [number, number];
  credit: boolean;
}

const DAY = 86_400_000;
/** Currencies that exporters bill in, three-decimal ones among them. */
const FOREIGN = ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'KWD', 'TND', 'BHD', 'AED'];
const CROSS_BORDER: readonly LocaleV2[] = [
  'en-GB',
  'de-DE',
  'fr-FR',
  'es-ES',
  'it-IT',
  'nl-NL',
  'pl-PL',
  'sv-SE',
  'cs-CZ',
];

/** Draws one invoice; every total follows from its lines in integer minor units. */
export function makeLedger(random: Random, options: LedgerOptions): Ledger {
  const { locale, part, tier } = options;
  const region = REGIONS[locale];
  const plain = tier === 'T1';
  const regime = makeRegime(random, locale, plain);
  const foreign = !plain && regime.profile === 'vat' && random.chance(0.1);
  const currency = foreign ? random.pick(FOREIGN) : region.currency;
  const decimals = currencyDecimals(currency);
  const sign = options.credit && random.chance(0.4) ? -1 : 1;
  const count = random.integer(options.rows[0], options.rows[1]);
  const lines: LedgerLine[] = [];
  const lineOptions = { part, goods: goodsOf(locale, part), regime, currency, decimals, sign } as const;
  for (let i = 0; i < count; i += 1) {
    const before = lines[i - 1];
    // A row that stands there twice is no mistake: two deliveries of the same thing.
    const repeated = !plain && before !== undefined && random.chance(0.05);
    const line = repeated ? { ...before } : makeLine(random, lineOptions);
    line.id = String(i + 1);
    lines.push(line);
  }
  const adjustments = plain || regime.profile === 'gross' ? [] : makeAdjustments(random, lines, currency, sign);
  const totals = addUp(regime.profile, lines, adjustments);
  const { grossTotal } = totals;
  const deposit = !plain && !options.credit && random.chance(tier === 'T2' ? 0.15 : 0.35);
  const prepaid = deposit ? multiplyRounded(grossTotal, random.pick([10, 20, 25, 30, 50]), 100) : 0;
  const step =
    region.cashStep > 1 && currency === region.currency && !plain && random.chance(0.35) ? region.cashStep : 1;
  const open = grossTotal - prepaid;
  const rounding = multiplyRounded(open, 1, step) * step - open;
  const issued = Date.UTC(2018, 0, 1) + random.integer(0, 3280) * DAY;
  const abroad = regime.taxes[0]?.[0] === 'AE';
  const buyerLocale = abroad ? random.pick(CROSS_BORDER.filter((other) => other !== locale)) : locale;
  return {
    typeCode: options.credit ? 381 : 380,
    profile: regime.profile,
    invoiceNumber: makeInvoiceNumber(random, issued),
    issueDate: isoDay(issued),
    dueDate: random.chance(0.74)
      ? isoDay(issued + random.pick([7, 8, 10, 14, 15, 20, 21, 28, 30, 45, 60]) * DAY)
      : null,
    deliveryDate: random.chance(0.3) ? isoDay(issued - random.integer(0, 20) * DAY) : null,
    currency,
    decimals,
    purchaseOrderRef: random.chance(0.45) ? makeReference(random) : null,
    precedingInvoice: options.credit ? makeInvoiceNumber(random, issued - 40 * DAY) : null,
    seller: makeParty(random, locale, part, 0.85),
    buyer: makeParty(random, buyerLocale, part, abroad ? 1 : 0.4),
    iban: region.iban !== null && random.chance(0.7) ? makeIban(random, region.country, region.iban) : null,
    bic: random.chance(0.4) ? makeBic(random, region.country) : null,
    paymentReference: random.chance(0.3) ? makePaymentReference(random) : null,
    lines,
    adjustments,
    ...totals,
    prepaid,
    rounding,
    amountDue: open + rounding,
  };
}

function makeRegime(random: Random, locale: LocaleV2, plain: boolean): Regime {
  const { rates } = REGIONS[locale];
  const usual = rates[0] as number;
  if (locale === 'en-US') {
    const rate = random.pick(rates);
    const partly = !plain && random.chance(0.3);
    return {
      profile: 'sales-tax',
      taxes: partly
        ? [
            ['S', rate],
            ['S', rate],
            ['E', 0],
          ]
        : [['S', rate]],
    };
  }
  const draw = random.real();
  if (plain) return { profile: 'vat', taxes: [['S', draw < 0.8 ? usual : random.pick(rates)]] };
  if (draw < 0.08 && CROSS_BORDER.includes(locale)) return { profile: 'vat', taxes: [['AE', 0]] };
  if (draw < 0.14) return { profile: 'vat', taxes: [['E', 0]] };
  if (draw < 0.24)
    return {
      profile: 'gross',
      taxes: random
        .shuffle(rates)
        .slice(0, 2)
        .map((rate) => ['S', rate] as const),
    };
  if (draw < 0.6) {
    const mixed = random
      .shuffle(rates)
      .slice(0, random.integer(2, 3))
      .map((rate) => ['S', rate] as const);
    return { profile: 'vat', taxes: random.chance(0.15) ? [...mixed, ['E', 0]] : mixed };
  }
  return { profile: 'vat', taxes: [['S', usual]] };
}

function makePaymentReference(random: Random): string {
  return random.pick([
    `${random.integer(10, 99)} ${random.integer(10_000, 99_999)} ${random.integer(100, 999)}`,
    String(random.integer(1_000_000, 99_999_999)),
    `RF${random.integer(10, 98)} ${random.integer(1000, 9999)} ${random.integer(1000, 9999)}`,
    `+++${random.integer(100, 999)}/${random.integer(1000, 9999)}/${random.integer(10_000, 99_999)}+++`,
  ]);
}

const days = new Map<number, string>();

/** ISO day of a UTC time in milliseconds. */
export function isoDay(time: number): string {
  const number = Math.floor(time / DAY);
  let day = days.get(number);
  if (day === undefined) {
    day = new Date(time).toISOString().slice(0, 10);
    // Invoices fall on some three thousand days: the table stays small.
    days.set(number, day);
  }
  return day;
}
