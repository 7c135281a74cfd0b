import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainDifference, foldText, sameValue } from './compare-values.ts';

describe('sameValue', () => {
  test.each([
    ['text', 'ACME  Ltd', 'Acme Ltd', true],
    ['text', 'STRASSE', 'Straße', true],
    ['text', 'STRA\u1E9EE', 'Straße', true],
    ['text', '\u03B9\u0308\u0301', '\u0390', true],
    ['text', 'Acme Ltd.', 'Acme Ltd', false],
    ['text', 'Ａｃｍｅ', 'Acme', true],
    ['id', 'RE 2024/17', 'RE-2024-17', true],
    ['id', 'RE-2024-17', 'RE-2024-71', false],
    ['money', '1176.9', '1176.90', true],
    ['money', '1176.901', '1176.90', false],
    ['money', '-5', '5', false],
    ['money', 'five', '5', false],
    ['quantity', '2', '2.000', true],
    ['quantity', '2.000001', '2', true],
    ['quantity', '2.00001', '2', false],
    ['quantity', '0', '0.00', true],
    ['date', '2024-04-03', '2024-04-03', true],
    ['date', '2024-03-04', '2024-04-03', false],
    ['code', 'eur', 'EUR', true],
    ['code', 'USD', 'EUR', false],
  ] as const)('%s: %j against %j is %s', (type, predicted, truth, same) => {
    expect(sameValue(type, predicted, truth)).toBe(same);
  });

  test('is exact for amounts that binary floating point cannot hold', () => {
    expect(sameValue('money', '9007199254740993.01', '9007199254740993.02')).toBe(false);
    expect(sameValue('money', '0.3', '0.30')).toBe(true);
  });

  test('refuses truth that is no decimal', () => {
    expect(() => sameValue('money', '5.00', '5,00')).toThrow(/ground truth holds "5,00"/);
  });

  test('is reflexive and symmetric for text, whatever the script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(sameValue('text', a, a)).toBe(true);
        expect(sameValue('text', a, b)).toBe(sameValue('text', b, a));
        expect(foldText(foldText(a))).toBe(foldText(a));
      }),
    );
  });
});

describe('explainDifference', () => {
  test.each([
    ['date', '2024-03-04', '2024-04-03', 'day and month swapped'],
    ['date', '2023-04-03', '2024-04-03', 'year differs'],
    ['date', '2024-04-04', '2024-04-03', undefined],
    ['money', '-5.00', '5.00', 'sign differs'],
    ['money', '1.176', '1176', 'off by a factor of 1000'],
    ['money', '1176.69', '1176.96', 'two characters swapped'],
    ['money', '1276.96', '1176.96', 'one character differs'],
    ['money', '3.00', '1176.96', undefined],
    ['id', 'RE-O17', 'RE-017', 'one character differs'],
    ['text', 'Muller', 'Müller', 'only accents differ'],
    ['text', 'Acme', 'Acme Ltd', 'only a part of the value'],
    ['text', 'Seller: Acme', 'Acme', 'more than the value'],
  ] as const)('%s: %s against %s: %s', (type, predicted, truth, why) => {
    expect(explainDifference(type, predicted, truth)).toBe(why);
  });
});
