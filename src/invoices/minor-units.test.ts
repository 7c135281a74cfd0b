import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyDecimals, decimalOf, divideRounded, multiplyRounded, shortDecimalOf } from './minor-units.ts';

describe('minor units', () => {
  test('currencies have no, two or three decimals', () => {
    expect(['JPY', 'EUR', 'KWD'].map(currencyDecimals)).toEqual([0, 2, 3]);
  });

  test('writes scaled integers as decimals', () => {
    expect(decimalOf(117_696, 2)).toBe('1176.96');
    expect(decimalOf(-5, 2)).toBe('-0.05');
    expect(decimalOf(120, 0)).toBe('120');
    expect(shortDecimalOf(1500, 3)).toBe('1.5');
    expect(shortDecimalOf(19_000, 3)).toBe('19');
    expect(() => decimalOf(2 ** 60, 2)).toThrow(RangeError);
  });

  test('rounds halves away from zero', () => {
    expect(multiplyRounded(5, 1, 10)).toBe(1);
    expect(multiplyRounded(-5, 1, 10)).toBe(-1);
    expect(multiplyRounded(4, 1, 10)).toBe(0);
  });

  test('gives the same result as exact integers, however large the product', () => {
    const operand = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
    fc.assert(
      fc.property(operand, operand, fc.integer({ min: 1, max: 10 ** 9 }), (a, b, divisor) => {
        const exact = divideRounded(BigInt(a) * BigInt(b), BigInt(divisor));
        fc.pre(exact <= BigInt(Number.MAX_SAFE_INTEGER) && exact >= -BigInt(Number.MAX_SAFE_INTEGER));
        expect(BigInt(multiplyRounded(a, b, divisor))).toBe(exact);
      }),
    );
  });
});
