import { expect, test } from 'vitest';
import type { TrialRecord } from '../records/record.ts';
import { WrongFieldCount } from './wrong-field-count.ts';

const record = (outcomes: Record<string, string>, more: object): TrialRecord =>
  ({
    kind: 'scored',
    score: { fields: Object.entries(outcomes).map(([field, outcome]) => ({ field, outcome })) },
    ...more,
  }) as unknown as TrialRecord;

test('a wrong field is an error of reading where the text as read lacks it, or the document could not be read', () => {
  const count = new WrongFieldCount();
  count.add(record({ iban: 'FN', grossTotal: 'FD', currency: 'TP' }, { input: { lost: ['iban', 'currency'] } }));
  count.add(record({ iban: 'FN', grossTotal: 'FN' }, { kind: 'failed', stage: 'ocr' }));
  count.add(record({ iban: 'FN', grossTotal: 'TN' }, { kind: 'failed', stage: 'infer' }));
  expect(count.sums()).toEqual({ fields: 7, reading: 3, model: 2 });
});

test('says nothing of documents that needed no reading', () => {
  const count = new WrongFieldCount();
  count.add(record({ iban: 'FN' }, {}));
  expect(count.sums()).toBeNull();
});
