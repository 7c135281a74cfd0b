import { expect, test } from 'vitest';
import { describeLocale } from '../../../invoices/describe-locale.ts';
import {
  amountCandidates,
  candidatesOf,
  dateCandidates,
  idCandidates,
  textCandidates,
  vatIdsOf,
} from './candidates.ts';

const seen = (text: string, found: { start: number; end: number; value: string }[]): [string, string][] =>
  found.map(({ start, end, value }) => [text.slice(start, end), value]);

test('amounts are found signed, in the notation of the document, and not within words, dates and ids', () => {
  const german = 'Pos 3   Kabel CAT6   1.176,96 €   -45,00   12,00-   RE-2024-17   05.03.2024   19 %';
  expect(seen(german, amountCandidates(german, { decimal: ',' }))).toEqual([
    ['3', '3'],
    ['1.176,96', '1176.96'],
    ['-45,00', '-45'],
    ['12,00-', '-12'],
    ['19', '19'],
  ]);
  const indian = 'Total: Rs.21,82,817.48';
  expect(seen(indian, amountCandidates(indian, { decimal: '.' }))).toEqual([['21,82,817.48', '2182817.48']]);
  const french = '2 450,00';
  expect(seen(french, amountCandidates(french, { decimal: ',' }))).toEqual([
    ['2 450,00', '2450'],
    ['2', '2'],
    ['450,00', '450'],
  ]);
});

test('dates are found in digits and words, in the order of the document', () => {
  const text = 'Issued 03/04/2024, due April 9, 2024, delivered 2024-04-01';
  expect(seen(text, dateCandidates(text, { dateOrder: 'mdy', language: 'en' }))).toEqual([
    ['03/04/2024', '2024-03-04'],
    ['2024-04-01', '2024-04-01'],
    ['April 9, 2024', '2024-04-09'],
  ]);
});

test('ids are found with other separators, and never inside longer ones', () => {
  const text = 'Ref RE 2024/0117, RE-2024-01170, XRE-2024-0117';
  expect(seen(text, idCandidates(text, 'RE-2024-0117'))).toEqual([['RE 2024/0117', 'RE-2024-0117']]);
  expect(vatIdsOf('USt-IdNr. DE 136 695 976, GB ABC, DE12')).toEqual(['DE136695976']);
});

test('names are found over white space and case, whatever characters they hold', () => {
  const name = 'A-Z (Int.) [x] {y} ^$ | \\ / * + ? & "Söhne" #1';
  const text = `An:\n${name.toUpperCase().replaceAll(' ', '\n')}\n`;
  expect(textCandidates(text, name)).toHaveLength(1);
  expect(textCandidates('Meyerhof', 'Meyer')).toEqual([]);
  expect([textCandidates(text, ' '), idCandidates(text, '-')]).toEqual([[], []]);
});

test('a value that is not printed has no place', () => {
  const text = 'Total 119,00 EUR am 05.03.2024';
  const locale = describeLocale(text);
  expect(candidatesOf(text, '119.01', 'money', locale)).toEqual([]);
  expect(candidatesOf(text, '2024-05-03', 'date', locale)).toEqual([]);
  expect(candidatesOf(text, 'USD', 'code', locale)).toEqual([]);
  expect(candidatesOf('VAT 0 %: 0.00', '0.00', 'money', { ...locale, decimal: '.' })).toHaveLength(1);
  expect(seen(text, candidatesOf(text, 'EUR', 'code', locale))).toEqual([['EUR', 'EUR']]);
});
