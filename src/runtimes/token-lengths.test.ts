import { expect, test } from 'vitest';
import { makeTokenMeter } from './token-lengths.ts';

test('a token is as long as its text', () => {
  const words = ['{"', 'iban', '":', 'null', '}'];
  const measure = makeTokenMeter((tokens) => tokens.map((token) => words[token]).join(''));
  expect(measure([0, 1, 2, 3, 4], '{"iban":null}')).toEqual([2, 4, 2, 4, 1]);
});

test('a character that is split between tokens belongs to the token that makes it whole', () => {
  const bytes = [...Buffer.from('a€b', 'utf8')];
  const measure = makeTokenMeter((tokens) => Buffer.from(tokens).toString('utf8'));
  expect(measure(bytes, 'a€b')).toEqual([1, 0, 0, 1, 1]);
});
