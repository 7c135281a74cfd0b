import type { HeaderField } from '../../../invoices/fields.ts';
import type { LabelKey } from './labels.ts';
import { isoDay } from './make-ledger.ts';
import { makeInvoiceNumber, makeReference } from './make-references.ts';
import { NOTES } from './notes.ts';
import { partOfList } from './splits.ts';
import { labelOf, printDate, segment } from './style.ts';
import type { Pair, ViewContext } from './view-context.ts';

const DAY = 86_400_000;

/** Numbers and dates of the head: those that are asked for, and others that look like them. */
export function makeMeta(context: ViewContext): Pair[] {
  const { random, ledger, style, tier, trap } = context;
  const hard = tier === 'T3' || tier === 'T4' || tier === 'T5';
  const pairs: Pair[] = [];
  const add = (key: LabelKey, text: string, mark?: HeaderField): void => {
    pairs.push({ label: labelOf(style, key), value: [segment(text, mark)] });
  };
  const missing = (key: LabelKey): void => add(key, random.pick(partOfList(NOTES[style.language].missing, style.part)));
  const issued = Date.parse(ledger.issueDate);
  const dateNear = (low: number, high: number): string =>
    printDate(style, isoDay(issued + random.integer(low, high) * DAY));
  const confirmation = trap === 'order-confirmation';
  if (confirmation) {
    add('confirmationNumber', ledger.invoiceNumber);
    add('orderDate', printDate(style, ledger.issueDate));
    if (random.chance(0.6)) add('deliveryDate', dateNear(2, 40));
  } else {
    add('invoiceNumber', ledger.invoiceNumber, 'invoiceNumber');
    add('issueDate', printDate(style, ledger.issueDate), 'issueDate');
    if (ledger.dueDate !== null) add('dueDate', printDate(style, ledger.dueDate), 'dueDate');
    else if (trap === 'absent-probe') missing('dueDate');
  }
  if (ledger.purchaseOrderRef !== null) add('purchaseOrderRef', ledger.purchaseOrderRef, 'purchaseOrderRef');
  else if (trap === 'absent-probe') missing('purchaseOrderRef');
  if (ledger.precedingInvoice !== null) add('precedingInvoice', ledger.precedingInvoice);
  if (random.chance(hard ? 0.6 : 0.3)) add('customerNumber', String(random.integer(100, 999_999)));
  if (random.chance(hard ? 0.5 : 0.15) && !confirmation) add('orderNumber', makeReference(random));
  if (random.chance(hard ? 0.4 : 0.1))
    add('deliveryNote', random.chance(0.3) ? makeInvoiceNumber(random, issued) : makeReference(random));
  if (ledger.deliveryDate !== null && !confirmation) add('deliveryDate', printDate(style, ledger.deliveryDate));
  if (random.chance(hard ? 0.4 : 0.1) && !confirmation) add('orderDate', dateNear(-60, -5));
  if (style.money === 'bare') {
    const key = labelOf(style, 'currency');
    pairs.push({ label: key, value: [segment(style.currencyMark, 'currency')] });
  }
  return random.chance(tier === 'T1' ? 0.2 : 0.4) ? random.shuffle(pairs) : pairs;
}
