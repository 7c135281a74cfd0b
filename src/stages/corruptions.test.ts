import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { TrueValue } from '../invoices/truth.ts';
import type { DocumentScore, FieldScore, Outcome } from '../scoring/outcome.ts';
import { scoreAnswer } from './score.ts';

const { documentText, truth } = JSON.parse(
  readFileSync(new URL('./test-data/rechnung.json', import.meta.url), 'utf8'),
) as { documentText: string; truth: { id: string; fields: Record<string, TrueValue> } };

const fields = Object.keys(truth.fields);
/** The perfect answer: every value as printed. */
const perfect: Record<string, string | null> = Object.fromEntries(
  Object.entries(truth.fields).map(([field, { printed }]) => [field, printed ?? null]),
);

const scoreObject = (answer: Record<string, string | null>): DocumentScore =>
  scoreAnswer({ documentText, truth, fields, answerText: JSON.stringify(answer), finish: 'stop' });
const fieldOf = (result: DocumentScore, field: string): FieldScore => {
  const found = result.fields.find((candidate) => candidate.field === field);
  if (found === undefined) throw new Error(`no score for ${field}`);
  return found;
};
const wrongFields = ({ fields }: DocumentScore): string[] =>
  fields.filter(({ outcome }) => outcome !== 'TP' && outcome !== 'TN').map(({ field }) => field);

/** A corruption of one value: name, field, new value, outcome, part of the reason, whether it stands in the text. */
type Corruption = [string, string, string | null, Outcome, string?, boolean?];

const corruptions: Corruption[] = [
  // Amounts.
  ['one digit wrong', 'grossTotal', '1.176,95', 'FD', 'one character differs', false],
  ['two digits swapped', 'netTotal', '989,40', 'FD', 'two characters swapped', false],
  ['sign lost', 'allowanceTotal', '50,00', 'FD', 'sign differs', true],
  ['sign added', 'vatTotal', '-187,92', 'FD', 'sign differs'],
  ['sign as U+2212', 'allowanceTotal', '\u221250,00', 'TP'],
  ['sign behind', 'allowanceTotal', '50,00-', 'TP'],
  ['sign as parentheses', 'allowanceTotal', '(50,00)', 'TP'],
  ['thousands separator dropped', 'grossTotal', '1176,96', 'TP', '', true],
  ['thousands separator as space', 'grossTotal', '1 176,96', 'TP', '', true],
  ['separators of another notation', 'grossTotal', '1,176.96', 'FD', 'not an amount with ","', false],
  ['decimal point instead of comma', 'netTotal', '989.04', 'TP', 'not in the notation of the document', true],
  ['decimal point and one digit wrong', 'netTotal', '989.05', 'FD', 'one character differs', false],
  ['decimal point where it groups thousands', 'grossTotal', '1.177', 'FD', '', false],
  ['decimal point and group separator', 'grossTotal', '1,176.96 EUR', 'FD', 'not an amount with ","', false],
  ['decimal mark lost', 'netTotal', '98904', 'FD', 'off by a factor of 100', false],
  ['decimals cut off', 'netTotal', '989', 'FD', '', false],
  ['decimals padded', 'netTotal', '989,040', 'TP'],
  ['leading digit lost', 'grossTotal', '176,96', 'FD', 'not found in the document', false],
  ['currency sign added', 'grossTotal', '1.176,96 €', 'TP', '', true],
  ['currency code before', 'grossTotal', 'EUR 1.176,96', 'TP', '', true],
  ['label copied with it', 'grossTotal', 'Gesamtbetrag 1.176,96', 'FD', 'not an amount'],
  ['value of another total', 'amountDue', '1.176,96', 'FD', 'the value of grossTotal', true],
  ['sign behind that nothing has', 'grossTotal', '1.176,96-', 'FD', 'sign differs', true],
  ['full-width digits', 'grossTotal', '１.１７６,９６', 'TP', '', true],
  ['unit behind it', 'grossTotal', '1.176,96 kg', 'FD', 'not an amount', false],
  ['per cent', 'netTotal', '989,04%', 'FD', 'not an amount', false],
  // The currency is a field of its own: beside an amount it is not looked at.
  ['another currency beside it', 'grossTotal', '1.176,96 USD', 'TP', '', true],
  ['words instead of an amount', 'grossTotal', 'tausend', 'FD', 'not an amount', false],
  // Dates.
  ['day and month swapped', 'issueDate', '04.03.2024', 'FD', 'day and month swapped', false],
  ['written as ISO', 'issueDate', '2024-04-03', 'TP', '', true],
  ['ISO with day and month swapped', 'issueDate', '2024-03-04', 'FD', 'day and month swapped', false],
  ['month in words', 'dueDate', '17. April 2024', 'TP', '', true],
  ['two-digit year', 'dueDate', '17.04.24', 'TP', '', true],
  ['year wrong', 'dueDate', '17.04.2023', 'FD', 'year differs', false],
  ['no day of the calendar', 'dueDate', '31.04.2024', 'FD', 'not a date', false],
  ['month first', 'dueDate', '04/17/2024', 'FD', 'not a date in day-month-year order', false],
  ['another date of the document', 'issueDate', '28.03.2024', 'FD', '', true],
  ['the other asked date', 'issueDate', '17.04.2024', 'FD', 'the value of dueDate', true],
  // Ids.
  ['case changed', 'invoiceNumber', 're-2024-0117', 'TP', '', true],
  ['separators dropped', 'invoiceNumber', 'RE20240117', 'TP', '', true],
  ['non-breaking hyphens', 'invoiceNumber', 'RE\u20112024\u20110117', 'TP', '', true],
  ['dashes for hyphens', 'invoiceNumber', 'RE–2024–0117', 'TP', '', true],
  ['marks of writing direction', 'invoiceNumber', '\u200fRE-2024-0117\u200f', 'FD', 'more than the value', false],
  ['one character of an id wrong', 'invoiceNumber', 'RE-2024-0171', 'FD', 'two characters swapped', false],
  ['prefix of an id lost', 'invoiceNumber', '2024-0117', 'FD', 'only a part of the value'],
  ['label copied with an id', 'invoiceNumber', 'Nr. RE-2024-0117', 'FD', 'more than the value', true],
  ['spaces dropped', 'sellerVatId', 'DE123456789', 'TP', '', true],
  ['country prefix lost', 'sellerVatId', '123 456 789', 'FD', 'only a part of the value'],
  ['digit O for zero', 'iban', 'DE89 37O4 0044 0532 0130 00', 'FD', 'one character differs', false],
  ['grouping changed', 'iban', 'DE893704004405320130 00', 'TP', '', true],
  // Texts.
  ['upper case', 'sellerName', 'MÜLLER & SÖHNE GMBH', 'TP', '', true],
  ['white space doubled', 'sellerName', 'Müller  &  Söhne\nGmbH', 'TP', '', true],
  ['decomposed accents', 'sellerName', 'Müller & Söhne GmbH'.normalize('NFD'), 'TP', '', true],
  ['full-width letters', 'sellerName', 'Müller & Söhne ＧｍｂＨ', 'TP', '', true],
  ['a letter of another alphabet', 'sellerName', '\u041cüller & Söhne GmbH', 'FD', 'one character differs', false],
  ['an unseen blank within', 'sellerName', 'Mül\u200bler & Söhne GmbH', 'FD', 'not found in the document', false],
  ['a control character behind', 'sellerName', 'Müller & Söhne GmbH\u0000', 'FD', 'more than the value', false],
  ['accents lost', 'sellerName', 'Muller & Sohne GmbH', 'FD', 'only accents differ', false],
  ['legal form lost', 'sellerName', 'Müller & Söhne', 'FD', 'only a part of the value', true],
  ['names of the parties exchanged', 'buyerName', 'Müller & Söhne GmbH', 'FD', 'the value of sellerName', true],
  ['invented name', 'buyerName', 'Globex Corporation', 'FD', 'not found in the document', false],
  // Codes.
  ['currency as code', 'currency', 'EUR', 'TP', '', true],
  ['currency in lower case', 'currency', 'eur', 'TP'],
  ['another currency', 'currency', 'USD', 'FD', '', false],
  ['no currency at all', 'currency', 'XYZ', 'FD', 'not a currency', false],
  // Nothing.
  ['null for a value', 'grossTotal', null, 'FN', 'not given'],
  ['empty text for a value', 'grossTotal', '', 'FN', 'blank'],
  ['spaces for a value', 'grossTotal', ' \u00a0', 'FN', 'blank'],
  ['"N/A" for a value', 'grossTotal', 'N/A', 'FN', 'counts as nothing'],
  ['value for an absent field', 'purchaseOrderRef', '40017', 'FA', '', true],
  ['invented value for an absent field', 'purchaseOrderRef', 'PO-99', 'FA', 'not found in the document', false],
  ["the seller's id as the buyer's", 'buyerVatId', 'DE 123 456 789', 'FA', 'the value of sellerVatId', true],
  ['"n/a" for an absent field', 'purchaseOrderRef', 'n/a', 'TN'],
  ['empty text for an absent field', 'purchaseOrderRef', '', 'TN'],
];

describe('a corrupted value ends in exactly its outcome, and no other field moves', () => {
  test.each(corruptions)('%s: %s as %j is %s', (_name, field, value, outcome, why, grounded) => {
    const result = scoreObject({ ...perfect, [field]: value });
    const scored = fieldOf(result, field);
    expect(scored.outcome).toBe(outcome);
    const wrong = outcome !== 'TP' && outcome !== 'TN';
    expect(wrongFields(result)).toEqual(wrong ? [field] : []);
    expect(result.fieldAccuracy).toBeCloseTo(wrong ? 14 / 15 : 1, 12);
    expect(result.exact).toBe(!wrong);
    if (wrong) expect(scored.why ?? '').toContain(why ?? '');
    else expect(scored.why).toBe(why === undefined || why === '' ? undefined : `right value, ${why}`);
    if (grounded !== undefined) expect(scored.grounded).toBe(grounded);
    expect(result.validity).toMatchObject({ rawJson: true, parsed: true, schemaValid: true, repairs: [] });
  });
});
