import { describe, expect, test } from 'vitest';
import { isIban, normaliseId, vatCountry } from './identifiers.ts';

describe('normaliseId', () => {
  test('drops separators and case, and keeps every letter and digit', () => {
    expect(normaliseId('re 2024/0117')).toBe('RE20240117');
    expect(normaliseId('RE\u20112024\u00a00117')).toBe('RE20240117');
    expect(normaliseId('DE 123.456.789')).toBe('DE123456789');
    expect(normaliseId('INV-O1')).not.toBe(normaliseId('INV-01'));
  });
});

describe('isIban', () => {
  test.each([
    'DE89 3704 0044 0532 0130 00',
    'GB82WEST12345698765432',
    'FR14 2004 1010 0505 0001 3M02 606',
    'NL91ABNA0417164300',
  ])('accepts %s', (iban) => {
    expect(isIban(iban)).toBe(true);
  });

  test('refuses a wrong digit, swapped digits, a wrong length and other text', () => {
    expect(isIban('DE88 3704 0044 0532 0130 00')).toBe(false);
    expect(isIban('DE89 3704 0044 0532 0103 00')).toBe(false);
    expect(isIban('DE89 3704 0044 0532 0130 0')).toBe(false);
    expect(isIban('not an iban')).toBe(false);
  });
});

describe('vatCountry', () => {
  test('names the country of an identifier of the right shape', () => {
    expect(vatCountry('DE 123456789')).toBe('DE');
    expect(vatCountry('GB 123 4567 89')).toBe('GB');
    expect(vatCountry('CHE-123.456.789 MWST')).toBe('CHE');
    expect(vatCountry('ATU12345678')).toBe('AT');
    expect(vatCountry('DE12345678')).toBeNull();
    expect(vatCountry('US123456789')).toBeNull();
  });
});
