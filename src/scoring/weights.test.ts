import { describe, expect, test } from 'vitest';
import type { FieldScore, Outcome } from './outcome.ts';
import { weightedAccuracy } from './weights.ts';

const scored = (field: string, outcome: Outcome): FieldScore => ({
  field,
  outcome,
  raw: null,
  predicted: null,
  truth: null,
  grounded: null,
});
const fields = [scored('grossTotal', 'TP'), scored('issueDate', 'FD'), scored('iban', 'TN'), scored('buyerName', 'FA')];

describe('weightedAccuracy', () => {
  test('is the plain accuracy when nothing is weighted', () => {
    expect(weightedAccuracy(fields, {})).toBe(0.5);
  });

  test('lets a field count as often as its weight says, and not at all for 0', () => {
    expect(weightedAccuracy(fields, { grossTotal: 5 })).toBe(6 / 8);
    expect(weightedAccuracy(fields, { issueDate: 0, buyerName: 0 })).toBe(1);
    expect(weightedAccuracy([scored('iban', 'TP')], { iban: 0 })).toBeNull();
  });

  test('refuses weights that mean nothing', () => {
    expect(() => weightedAccuracy(fields, { iban: -1 })).toThrow(/field "iban" has the weight -1/);
    expect(() => weightedAccuracy(fields, { iban: Number.NaN })).toThrow(/NaN/);
  });
});
