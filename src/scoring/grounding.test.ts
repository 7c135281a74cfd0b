import { describe, expect, test } from 'vitest';
import { describeLocale } from '../invoices/describe-locale.ts';
import { SourceText, standsIn } from './grounding.ts';

const text =
  'Rechnung RE-2024-0117 vom 03.04.2024\nUSt-IdNr. DE 123 456 789\nGesamt 1.176,96 €\nRabatt -50,00 €\nMenge 1 250,00';
const source = new SourceText(text, describeLocale(text, 'de-DE'));

describe('standsIn', () => {
  test.each([
    ['1.176,96', '176,96', false],
    ['1.176,96', '1.176', false],
    ['1.176,96', '1.176,96', true],
    ['EUR1.176,96', '1.176,96', true],
    ['12,50.', '12,50', true],
    ['2012', '12', false],
    ['Acmetown', 'Acme', false],
    ['(Acme)', 'Acme', true],
    ['Acmetown and Acme', 'Acme', true],
    ['Acme', '', false],
  ])('in %j, %j stands: %s', (where, part, stands) => {
    expect(standsIn(where, part)).toBe(stands);
  });
});

describe('SourceText', () => {
  test.each([
    ['id', 're 2024 0117', 're 2024 0117', true],
    ['id', 'DE123456789', 'DE123456789', true],
    ['id', 'RE-2024-0118', 'RE-2024-0118', false],
    ['money', '1176,96', '1176.96', true],
    ['money', '50,00', '50.00', true],
    ['money', '250,00', '250.00', true],
    ['money', '1176,97', '1176.97', false],
    ['money', 'viel', null, false],
    ['date', '3. April 2024', '2024-04-03', true],
    ['date', '4. März 2024', '2024-03-04', false],
    ['code', 'EUR', 'EUR', true],
    ['code', 'USD', 'USD', false],
    ['text', 'GESAMT', 'GESAMT', true],
    ['text', 'Summe', 'Summe', false],
  ] as const)('holds %s %j: %4$s', (type, raw, value, holds) => {
    expect(source.holds(type, raw, value)).toBe(holds);
  });
});
