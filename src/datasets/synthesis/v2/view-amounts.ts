import type { HeaderField } from '../../../invoices/fields.ts';
import type { LedgerAdjustment } from '../../../invoices/ledger.ts';
import type { Segment } from '../../rendering/page.ts';
import type { LabelKey } from './labels.ts';
import { NOTES } from './notes.ts';
import { partOfList } from './splits.ts';
import { labelOf, printIban, printMoney, printRate, segment } from './style.ts';
import type { Pair, ViewContext } from './view-context.ts';

/** The amounts under the table, from the lines to what is to be paid. */
export function makeTotals(context: ViewContext): Pair[] {
  const { random, ledger, style, tier } = context;
  const { decimals } = ledger;
  const pairs: Pair[] = [];
  const money = (amount: number, mark?: HeaderField, deducted = false): Segment[] =>
    printMoney(style, (mark && context.printed[mark]) ?? amount, { decimals, mark, deducted });
  const add = (key: LabelKey, value: Segment[], strong = false): void => {
    pairs.push(strong ? { label: labelOf(style, key), value, strong } : { label: labelOf(style, key), value });
  };
  const hard = tier === 'T3' || tier === 'T4' || tier === 'T5';
  const adjusted = ledger.adjustments.length > 0;
  if (adjusted) add('lineTotal', money(ledger.lineTotal, 'lineTotal'));
  addAdjustments(context, pairs);
  // Receipts and gross lists often name only the sum and the tax in it.
  if (adjusted || random.chance(ledger.profile === 'gross' ? 0.5 : 0.94))
    add('netTotal', money(ledger.netTotal, 'netTotal'));
  const taxed = ledger.vat.filter(({ tax }) => tax !== 0);
  const [only] = taxed;
  if (taxed.length > 1) {
    for (const { rateThousandths, tax } of taxed) pairs.push(...taxPairs(context, tax, rateThousandths, null));
    if (random.chance(0.8)) add('vatTotal', money(ledger.vatTotal, 'vatTotal'));
  } else if (only !== undefined) pairs.push(...taxPairs(context, only.tax, only.rateThousandths, 'vatTotal'));
  else if (random.chance(0.5)) add('vatTotal', money(0, 'vatTotal'));
  const due = ledger.prepaid !== 0 || ledger.rounding !== 0 || random.chance(0.15);
  add('grossTotal', money(ledger.grossTotal, 'grossTotal'), !due || random.chance(0.5));
  if (ledger.prepaid !== 0) add('prepaid', money(ledger.prepaid, 'prepaid', random.chance(0.7)));
  if (ledger.rounding !== 0) add('rounding', money(ledger.rounding));
  if (due) add('amountDue', money(ledger.amountDue, 'amountDue'), true);
  // The last known word for a sum twice over would leave the reader no way to tell them apart.
  if (hard && random.chance(0.15))
    pairs.push({ label: labelOf(style, 'currency'), value: [segment(ledger.currency, 'currency')] });
  return pairs;
}

/** One amount per allowance or charge that is printed; allowances of several rates for one reason are one row. */
function addAdjustments({ ledger, style, random }: ViewContext, pairs: Pair[]): void {
  const { decimals, adjustments } = ledger;
  const WORD: Record<LedgerAdjustment['reason'], LabelKey> = {
    discount: 'discount',
    loyalty: 'loyalty',
    shipping: 'shipping',
    packing: 'packing',
    surcharge: 'surcharge',
    stamp: 'stamp',
  };
  const first = adjustments.find(({ kind }) => kind === 'allowance');
  if (first !== undefined) {
    const value = printMoney(style, ledger.allowanceTotal, {
      decimals,
      mark: 'allowanceTotal',
      deducted: random.chance(0.8),
    });
    pairs.push({ label: labelOf(style, WORD[first.reason]), value });
  }
  const charges = adjustments.filter(({ kind }) => kind === 'charge');
  for (const { reason, amount } of charges) {
    const mark = charges.length === 1 ? ('chargeTotal' as const) : undefined;
    pairs.push({ label: labelOf(style, WORD[reason]), value: printMoney(style, amount, { decimals, mark }) });
  }
}

/** The tax of one rate; in India half of it goes to the state and half to the union where the seller is at home. */
function taxPairs(
  { random, ledger, style, printed }: ViewContext,
  tax: number,
  rateThousandths: number,
  mark: HeaderField | null,
): Pair[] {
  const { decimals } = ledger;
  const amount = (mark && printed[mark]) ?? tax;
  const rate = printRate(style, rateThousandths);
  if (style.locale === 'en-IN' && tax % 2 === 0 && mark !== null && printed[mark] === undefined && random.chance(0.6)) {
    const half = printMoney(style, tax / 2, { decimals });
    const halfRate = printRate(style, rateThousandths / 2);
    return [
      { label: `CGST ${halfRate}`, value: half },
      { label: `SGST ${halfRate}`, value: half },
      { label: labelOf(style, 'vatTotal'), value: printMoney(style, amount, { decimals, mark }) },
    ];
  }
  const word = labelOf(style, 'vatTotal');
  const label = mark === null ? `${word} ${rate}` : word + random.pick(['', ` ${rate}`, ` (${rate})`, ` ${rate}`]);
  return [{ label, value: printMoney(style, amount, mark === null ? { decimals } : { decimals, mark }) }];
}

/** Where to pay, and what to quote. */
export function makePaymentPairs({ random, ledger, style, trap }: ViewContext): Pair[] {
  const pairs: Pair[] = [];
  const add = (key: LabelKey, text: string, mark?: HeaderField): void => {
    pairs.push({ label: labelOf(style, key), value: [segment(text, mark)] });
  };
  if (ledger.iban !== null) {
    if (random.chance(0.3))
      add('bank', `${random.pick(['Nord', 'Central', 'First', 'Volks', 'Credit', 'Union', 'Alpha', 'Meridian'])}bank`);
    add('iban', printIban(style, ledger.iban), 'iban');
    if (ledger.bic !== null) add('bic', ledger.bic);
  } else if (trap === 'absent-probe') add('iban', random.pick(partOfList(NOTES[style.language].missing, style.part)));
  else if (style.language === 'ja')
    add(
      'bank',
      `${random.pick(['みどり', '中央', '東都', '北陸'])}銀行 本店 普通 ${random.integer(1_000_000, 9_999_999)}`,
    );
  else if (style.region.iban === null && random.chance(0.5))
    add(
      'bank',
      `First ${random.pick(['Union', 'County', 'State', 'Coastal'])} Bank, a/c ${random.integer(10_000_000, 99_999_999)}`,
    );
  if (ledger.paymentReference !== null) add('paymentReference', ledger.paymentReference, 'paymentReference');
  return pairs;
}
