import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GroundTruth, TrueValue } from '../invoices/truth.ts';
import type { DocumentScore, FieldScore, Outcome } from '../scoring/outcome.ts';
import { failedScore, prepareSource, scoreAnswer } from './score.ts';

const documentText = `Müller & Söhne GmbH
Hauptstraße 5, 10115 Berlin
Rechnung Nr. RE-2024-0117                 Kundennummer 40017
Rechnungsdatum: 03.04.2024                Lieferung: 28.03.2024
Fällig am: 17.04.2024
An: Łódź Café S.A.
USt-IdNr. DE 123 456 789
Toner        2 Stück    494,52      989,04
Nettobetrag                          989,04 €
MwSt 19 %                            187,92 €
Gesamtbetrag                       1.176,96 €
Gutschrift                           -50,00 €
Zahlbetrag                         1.126,96 €
IBAN DE89 3704 0044 0532 0130 00
`;

const present = (value: string, printed = value): TrueValue => ({ value, printed, state: 'present' });
const truth = {
  id: 'fixture',
  fields: {
    invoiceNumber: present('RE-2024-0117'),
    issueDate: present('2024-04-03', '03.04.2024'),
    dueDate: present('2024-04-17', '17.04.2024'),
    purchaseOrderRef: { value: null, state: 'absent' },
    sellerName: present('Müller & Söhne GmbH'),
    sellerVatId: present('DE123456789', 'DE 123 456 789'),
    buyerName: present('Łódź Café S.A.'),
    buyerVatId: { value: null, state: 'absent' },
    currency: present('EUR', '€'),
    allowanceTotal: present('-50.00', '-50,00'),
    netTotal: present('989.04', '989,04'),
    vatTotal: present('187.92', '187,92'),
    grossTotal: present('1176.96', '1.176,96'),
    amountDue: present('1126.96', '1.126,96'),
    iban: present('DE89370400440532013000', 'DE89 3704 0044 0532 0130 00'),
    paymentReference: { value: null, state: 'unknown' },
  },
} satisfies Pick<GroundTruth, 'id' | 'fields'>;

type Field = keyof typeof truth.fields;
type Answer = Partial<Record<Field, string | null>>;

const fields = Object.keys(truth.fields) as Field[];
/** The perfect answer: every value as printed. */
const perfect: Answer = Object.fromEntries(
  fields.map((field) => [field, (truth.fields[field] as TrueValue).printed ?? null]),
);

const score = (answerText: string, finish: 'stop' | 'length' = 'stop'): DocumentScore =>
  scoreAnswer({ documentText, truth, fields, answerText, finish });
const scoreObject = (answer: Answer): DocumentScore => score(JSON.stringify(answer));
const fieldOf = (result: DocumentScore, field: string): FieldScore => {
  const found = result.fields.find((candidate) => candidate.field === field);
  if (found === undefined) throw new Error(`no score for ${field}`);
  return found;
};
const wrongFields = ({ fields }: DocumentScore): string[] =>
  fields.filter(({ outcome }) => outcome !== 'TP' && outcome !== 'TN').map(({ field }) => field);

/** A corruption of one value: name, field, new value, outcome, part of the reason, whether it stands in the text. */
type Corruption = [string, Field, string | null, Outcome, string?, boolean?];

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
  ['decimal point instead of comma', 'netTotal', '989.04', 'FD', 'not an amount with ","', false],
  ['decimal mark lost', 'netTotal', '98904', 'FD', 'off by a factor of 100', false],
  ['decimals cut off', 'netTotal', '989', 'FD', '', false],
  ['decimals padded', 'netTotal', '989,040', 'TP'],
  ['leading digit lost', 'grossTotal', '176,96', 'FD', 'not found in the document', false],
  ['currency sign added', 'grossTotal', '1.176,96 €', 'TP', '', true],
  ['currency code before', 'grossTotal', 'EUR 1.176,96', 'TP', '', true],
  ['label copied with it', 'grossTotal', 'Gesamtbetrag 1.176,96', 'FD', 'not an amount'],
  ['value of another total', 'amountDue', '1.176,96', 'FD', 'the value of grossTotal', true],
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
    else expect(scored.why).toBeUndefined();
    if (grounded !== undefined) expect(scored.grounded).toBe(grounded);
    expect(result.validity).toMatchObject({ rawJson: true, parsed: true, schemaValid: true, repairs: [] });
  });
});

const json = JSON.stringify(perfect);
const without = (...left: Field[]): string =>
  JSON.stringify(Object.fromEntries(Object.entries(perfect).filter(([field]) => !left.includes(field as Field))));

/** A corruption of the whole answer: name, answer, wrong fields, validity. */
const broken: [string, string, Field[], Partial<DocumentScore['validity']>][] = [
  [
    'prose around it',
    `Here you are:\n${json}\nAnything else?`,
    [],
    { rawJson: false, parsed: true, schemaValid: true },
  ],
  ['a code fence around it', `\`\`\`json\n${json}\n\`\`\``, [], { rawJson: false, parsed: true, schemaValid: true }],
  ['braces in the prose before it', `I fill {fields} in:\n${json}`, [], { rawJson: false, parsed: true }],
  ['reasoning before it', `<think>{"grossTotal":"1"}</think>${json}`, [], { repairs: ['reasoning removed'] }],
  ['a second object after it', `${json}\n{"grossTotal":"1,00"}`, [], { rawJson: false, parsed: true }],
  [
    'a wrapper around it',
    `{"invoice":${json}}`,
    [],
    { rawJson: true, schemaValid: true, repairs: ['taken out of "invoice"'] },
  ],
  ['single quotes', json.replaceAll('"', "'"), [], { rawJson: false, parsed: true, repairs: ['syntax repaired'] }],
  ['a trailing comma', json.replace(/\}$/, ',}'), [], { rawJson: false, parsed: true, repairs: ['syntax repaired'] }],
  [
    'a bare amount',
    json.replace('"1.176,96"', '1.176,96'),
    [],
    { rawJson: false, parsed: true, repairs: ['numbers quoted'] },
  ],
  ['a JSON number', json.replace('"1.176,96"', '1176.96'), [], { rawJson: true, schemaValid: false }],
  ['a value in a list', json.replace('"1.176,96"', '["1.176,96"]'), ['grossTotal'], { schemaValid: false }],
  ['a boolean', json.replace('"1.176,96"', 'true'), ['grossTotal'], { rawJson: true, schemaValid: false }],
  [
    'a repeated key that agrees',
    json.replace(/^\{/, '{"grossTotal":"1.176,96",'),
    [],
    { rawJson: true, schemaValid: false, repairs: ['repeated key grossTotal'] },
  ],
  [
    'a repeated key: the last counts',
    json.replace(/\}$/, ',"grossTotal":"1,00"}'),
    ['grossTotal'],
    { schemaValid: false, repairs: ['repeated key grossTotal'] },
  ],
  ['a surplus key', json.replace(/^\{/, '{"mood":"good",'), [], { rawJson: true, schemaValid: false }],
  ['a missing key', without('grossTotal'), ['grossTotal'], { rawJson: true, schemaValid: false }],
  ['a missing key of an absent field', without('purchaseOrderRef'), [], { rawJson: true, schemaValid: false }],
];

describe('a corrupted answer loses exactly the fields that it spoils', () => {
  test.each(broken)('%s', (_name, answer, wrong, validity) => {
    const result = score(answer);
    expect(wrongFields(result)).toEqual(wrong);
    expect(result.validity).toMatchObject(validity);
  });

  test('a missing key of a present field is a miss', () => {
    expect(fieldOf(score(without('grossTotal')), 'grossTotal')).toMatchObject({
      outcome: 'FN',
      why: 'the answer lacks the key',
    });
  });

  test('a cut-off answer keeps what was complete; nothing behind the cut is right, absent fields included', () => {
    const cut = json.slice(0, json.indexOf('2024",', json.indexOf('dueDate')) + 2);
    const result = score(cut, 'length');
    expect(result.validity).toMatchObject({
      rawJson: false,
      parsed: true,
      schemaValid: false,
      truncated: true,
      repairs: ['cut-off value dropped'],
    });
    expect(fieldOf(result, 'issueDate').outcome).toBe('TP');
    expect(fieldOf(result, 'dueDate')).toMatchObject({ outcome: 'FN', raw: null });
    expect(fieldOf(result, 'purchaseOrderRef')).toMatchObject({
      outcome: 'FN',
      why: 'the answer was cut off before it',
    });
    expect(result.fieldAccuracy).toBeCloseTo(2 / 15, 12);
  });

  test.each([
    ['an empty answer', '', 'the answer is empty'],
    ['prose only', 'I cannot read this invoice.', 'the answer holds no JSON object'],
    ['a list of values', '["RE-2024-0117"]', 'the answer holds no JSON object'],
    ['endless reasoning', `<think>${json}`, 'the answer never left its reasoning'],
  ])('%s scores nothing, absent fields included', (_name, answer, reason) => {
    const result = score(answer);
    expect(result).toMatchObject({ fieldAccuracy: 0, exact: false, failed: reason });
    expect(new Set(result.fields.map(({ outcome }) => outcome))).toEqual(new Set(['FN']));
  });

  test('an echo of the schema is named as one and earns nothing but the absent fields', () => {
    const schema = {
      type: 'object',
      properties: Object.fromEntries(fields.map((field) => [field, { type: 'string' }])),
    };
    const result = score(JSON.stringify(schema));
    expect(result.validity.echo).toBe(true);
    expect(result.fieldAccuracy).toBeCloseTo(2 / 15, 12);
    const placeholders = scoreObject(Object.fromEntries(fields.map((field) => [field, 'string'])));
    expect(placeholders.validity.echo).toBe(true);
    expect(placeholders.fieldAccuracy).toBe(0);
  });
});

describe('scoreAnswer', () => {
  test('gives the perfect answer all fields, leaves unknown truth out, and says how it read numbers and dates', () => {
    const result = score(json);
    expect(result).toMatchObject({ fieldAccuracy: 1, exact: true, scorer: '1', locale: 'de-DE , dmy inferred' });
    expect(result.fields.map(({ field }) => field)).not.toContain('paymentReference');
    expect(result.fields).toHaveLength(15);
  });

  test('reads by the declared locale when there is one', () => {
    const american = scoreAnswer({
      documentText,
      truth,
      fields,
      answerText: json,
      finish: 'stop',
      declaredLocale: 'en-US',
    });
    expect(fieldOf(american, 'issueDate')).toMatchObject({ outcome: 'FD', predicted: '2024-03-04' });
    expect(fieldOf(american, 'netTotal').outcome).toBe('FD');
  });

  test('never lets the truth decide how a value is read', () => {
    const swapped = { ...truth, fields: { ...truth.fields, issueDate: present('2024-03-04', '03.04.2024') } };
    const result = scoreAnswer({ documentText, truth: swapped, fields, answerText: json, finish: 'stop' });
    expect(fieldOf(result, 'issueDate')).toMatchObject({ outcome: 'FD', predicted: '2024-04-03' });
  });

  test('scores the same with a prepared source', () => {
    const source = prepareSource(documentText);
    expect(scoreAnswer({ documentText, truth, fields, answerText: json, finish: 'stop', source })).toEqual(score(json));
  });

  test('refuses truth that says nothing about the asked fields, and fields that do not exist', () => {
    const ask = (field: string): DocumentScore =>
      scoreAnswer({ documentText, truth, fields: [field], answerText: '{}', finish: 'stop' });
    expect(() => ask('paymentReference')).toThrow(/says nothing about any of: paymentReference/);
    expect(() => ask('colour')).toThrow(/colour/);
  });

  test('stays within its laws on any text: accuracy is (TP + TN) / asked, and nothing throws', () => {
    const noise = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .array(fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'a', '1.176,96', '<think>'), { maxLength: 40 })
        .map((parts) => parts.join('')),
      fc.nat(json.length).map((end) => json.slice(0, end)),
    );
    fc.assert(
      fc.property(noise, fc.constantFrom('stop' as const, 'length' as const), (answer, finish) => {
        const result = score(answer, finish);
        const right = result.fields.filter(({ outcome }) => outcome === 'TP' || outcome === 'TN').length;
        expect(result.fieldAccuracy).toBe(right / 15);
        expect(result.exact).toBe(right === 15);
        for (const { outcome, raw, predicted, truth, grounded } of result.fields) {
          if (outcome === 'TP' || outcome === 'FD') expect([raw === null, truth === null]).toEqual([false, false]);
          if (outcome === 'FA') expect([raw === null, truth === null]).toEqual([false, true]);
          if (outcome === 'TN') expect([raw, predicted, truth]).toEqual([null, null, null]);
          if (outcome === 'FN') expect(raw).toBeNull();
          expect(grounded === null).toBe(raw === null);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('failedScore', () => {
  test('counts every field as wrong, with the reason', () => {
    const result = failedScore({ truth, fields, reason: 'the prompt does not fit' });
    expect(result).toMatchObject({ fieldAccuracy: 0, exact: false, failed: 'the prompt does not fit' });
    expect(result.fields.every(({ outcome, why }) => outcome === 'FN' && why === 'the prompt does not fit')).toBe(true);
    expect(result.fields).toHaveLength(15);
  });
});
