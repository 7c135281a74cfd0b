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

test.each(['Café 12,50 €', '請求書 № 7', 'aé', '👩‍👧 GmbH'])(
  'counts %s alike from few tokens and from the growing text',
  (text) => {
    const bytes = [...Buffer.from(text)];
    let read = 0;
    const readText = (tokens: number[]): string => {
      read += tokens.length;
      return Buffer.from(tokens).toString();
    };
    const lengths = makeTokenMeter(readText)(bytes, text);
    const growing = bytes.map((_, place) => Buffer.from(bytes.slice(0, place + 1)).toString());
    const whole = growing.map((so) => (text.startsWith(so) ? so.length : 0));
    expect(lengths).toEqual(whole.map((length, place) => Math.max(0, length - Math.max(0, ...whole.slice(0, place)))));
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(text.length);
    // Each token alone, and each of a character at most together with the three before it.
    expect(read).toBeLessThanOrEqual(bytes.length * 5);
  },
);

test('a space that only the first token lacks is found in the growing text', () => {
  const words = ['one', 'two'];
  const readText = (tokens: number[]): string => tokens.map((token) => words[token]).join(' ');
  expect(makeTokenMeter(readText)([0, 1], 'one two')).toEqual([3, 4]);
});
