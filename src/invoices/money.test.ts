import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAmount, parseQuantity } from './money.ts';

describe('parseAmount', () => {
  test.each([
    ['1.176,96', '1176.96'],
    ['1 176,96', '1176.96'],
    ['1\u00a0176,96', '1176.96'],
    ['1\u202f176,96', '1176.96'],
    ['1\u2009176,96', '1176.96'],
    ['1.176', '1176'],
    ['1.234.567,8', '1234567.8'],
    ['1176,96', '1176.96'],
    ['0,50', '0.50'],
    [',50', '0.50'],
    ['€ 1.176,96', '1176.96'],
    ['1.176,96 €', '1176.96'],
    ['1.176,96EUR', '1176.96'],
    ['EUR 1.176,96', '1176.96'],
    ['1 176,96 Kč', '1176.96'],
    ['1 176,96 zł', '1176.96'],
    ['1 176,96 kr', '1176.96'],
    ['1 176,96 $US', '1176.96'],
    ['-12,50', '-12.50'],
    ['\u221212,50', '-12.50'],
    ['12,50-', '-12.50'],
    ['€ -12,50', '-12.50'],
    ['-12,50 €', '-12.50'],
    ['-€ 12,50', '-12.50'],
    ['(12,50)', '-12.50'],
    ['(12,50) €', '-12.50'],
    ['(€ 12,50)', '-12.50'],
    ['12,-', '12'],
    ['12,\u2013 €', '12'],
    ['-0,00', '0.00'],
    ['１２,５０', '12.50'],
  ])('reads %j with a decimal comma as %s', (printed, amount) => {
    expect(parseAmount(printed, ',')).toBe(amount);
  });

  test.each([
    ['1,176.96', '1176.96'],
    ['$1,176.96', '1176.96'],
    ['US$1,176.96', '1176.96'],
    ['USD 1,176.96', '1176.96'],
    ['1,176.96 USD', '1176.96'],
    ['£1,176.96', '1176.96'],
    ['1’176.96', '1176.96'],
    ["CHF 1'176.96", '1176.96'],
    ['1 176.96', '1176.96'],
    ['1,23,456.00', '123456.00'],
    ['₹1,23,456.00', '123456.00'],
    ['12,34,56,789.50', '123456789.50'],
    ['1,176', '1176'],
    ['¥117,600', '117600'],
    ['0.125', '0.125'],
    ['-$5.00', '-5.00'],
    ['($5.00)', '-5.00'],
    ['007.50', '7.50'],
  ])('reads %j with a decimal point as %s', (printed, amount) => {
    expect(parseAmount(printed, '.')).toBe(amount);
  });

  test.each([
    ['1.176,96', '.'],
    ['1,176.96', ','],
    ['12.50', ','],
    ['1176.96', ','],
    ['1,17', '.'],
    ['1.17.6,00', ','],
    ['1 17,00', ','],
    ['1,176,9', '.'],
    ['', ','],
    ['€', ','],
    ['-', ','],
    ['--5', '.'],
    ['-(5)', '.'],
    ['1e3', '.'],
    ['twelve', '.'],
    ['12.50 apples', '.'],
    ['Rs', '.'],
    ['1 176.96.', '.'],
  ] as const)('refuses to read %j with "%s": nothing is guessed', (printed, decimal) => {
    expect(parseAmount(printed, decimal)).toBeNull();
  });

  test('reads back every amount in every notation it was printed in', () => {
    const groups = {
      ',': ['', '.', ' ', '\u00a0', '\u202f', '’', "'"],
      '.': ['', ',', ' ', '\u00a0', '\u202f', '’', "'"],
    } as const;
    const cases = fc.record({
      cents: fc.integer({ min: 0, max: 2_000_000_000 }),
      decimal: fc.constantFrom('.' as const, ',' as const),
      group: fc.nat(6),
      sign: fc.constantFrom('', '-', '\u2212'),
      currency: fc.constantFrom('', '€', 'EUR', '$', 'GBP', 'zł'),
      before: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ cents, decimal, group, sign, currency, before }) => {
        const units = String(Math.floor(cents / 100));
        const fraction = String(cents % 100).padStart(2, '0');
        const grouped = units.replace(/\B(?=(\d{3})+$)/g, groups[decimal][group] as string);
        const number = `${sign}${grouped}${decimal}${fraction}`;
        const printed = before ? `${currency} ${number}` : `${number} ${currency}`;
        const expected = `${sign === '' || cents === 0 ? '' : '-'}${units}.${fraction}`;
        expect(parseAmount(printed, decimal)).toBe(expected);
      }),
    );
  });
});

describe('parseQuantity', () => {
  test('drops a percent sign', () => {
    expect(parseQuantity('19,0 %', ',')).toBe('19.0');
    expect(parseQuantity('8.875%', '.')).toBe('8.875');
    expect(parseQuantity('3', '.')).toBe('3');
    expect(parseQuantity('%', '.')).toBeNull();
  });
});
