import { expect, test } from 'vitest';
import type { GroundTruth } from '../invoices/truth.ts';
import { renderTrueAnswer } from './measure-distance.ts';

const truth = {
  fields: {
    invoiceNumber: { value: 'A', printed: 'A"1', state: 'present' },
    dueDate: { value: null, state: 'absent' },
    iban: { value: null, state: 'unknown' },
  },
  lines: [{ name: { value: 'Toner', printed: 'Toner', state: 'present' }, quantity: { value: null, state: 'absent' } }],
} as unknown as GroundTruth;

test('the true answer has the asked keys in their order, values as printed and null for what is absent', () => {
  expect(renderTrueAnswer(truth, { fields: ['dueDate', 'invoiceNumber'] })).toBe(
    '{"dueDate":null,"invoiceNumber":"A\\"1"}',
  );
  expect(renderTrueAnswer(truth, { fields: ['dueDate'], lineFields: ['name', 'quantity'] })).toBe(
    '{"dueDate":null,"lines":[{"name":"Toner","quantity":null}]}',
  );
});

test('there is no one right answer where something asked for is unknown', () => {
  expect(renderTrueAnswer(truth, { fields: ['iban'] })).toBeNull();
  expect(renderTrueAnswer(truth, { fields: ['dueDate'], lineFields: ['unit'] })).toBeNull();
  expect(
    renderTrueAnswer({ ...truth, lines: undefined } as never, { fields: ['dueDate'], lineFields: ['name'] }),
  ).toBeNull();
});
