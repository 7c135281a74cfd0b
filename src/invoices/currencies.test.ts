import { describe, expect, test } from 'vitest';
import { isCurrencyCode, parseCurrency, readCurrency, stripCurrency } from './currencies.ts';

describe('parseCurrency', () => {
  test.each([
    ['€', 'EUR'],
    ['EUR', 'EUR'],
    ['eur', 'EUR'],
    ['Euro', 'EUR'],
    ['£', 'GBP'],
    ['US$', 'USD'],
    ['zł', 'PLN'],
    ['Kč', 'CZK'],
    ['₹', 'INR'],
    ['CHF', 'CHF'],
    ['円', 'JPY'],
  ])('reads %s as %s without hints', (printed, code) => {
    expect(readCurrency(printed)).toEqual({ code, ambiguous: false });
  });

  test('settles a shared sign by the codes that the document prints, then by its country, and says so', () => {
    expect(readCurrency('$', { region: 'US', codes: ['CAD'] })).toEqual({ code: 'CAD', ambiguous: false });
    expect(readCurrency('$', { region: 'AU' })).toEqual({ code: 'AUD', ambiguous: true });
    expect(readCurrency('$', { region: 'DE' })).toEqual({ code: 'USD', ambiguous: true });
    expect(readCurrency('kr', { language: 'sv' })).toEqual({ code: 'SEK', ambiguous: true });
    expect(parseCurrency('¥', {})).toBe('JPY');
  });

  test('gives nothing for a sign that it cannot settle, or that is none', () => {
    expect(parseCurrency('kr', {})).toBeNull();
    expect(parseCurrency('XYZ')).toBeNull();
    expect(parseCurrency('12,50')).toBeNull();
    expect(isCurrencyCode('ABC')).toBe(false);
  });
});

describe('stripCurrency', () => {
  test('takes a sign or code off either end, and nothing that is part of a word', () => {
    expect(stripCurrency('CHF 12.50')).toBe('12.50');
    expect(stripCurrency('12,50 zł')).toBe('12,50');
    expect(stripCurrency('EURO 5')).toBe('5');
    expect(stripCurrency('Rsync 5')).toBe('Rsync 5');
  });
});
