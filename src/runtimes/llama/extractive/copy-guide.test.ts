import { describe, expect, test } from 'vitest';
import { Random } from '../../../core/random.ts';
import { standsIn } from '../../../scoring/grounding.ts';
import { CopyGuide } from './copy-guide.ts';
import { SourcePlaces } from './source-places.ts';

/** Feeds an answer in pieces of so many bytes; what was taken before a piece was refused, or the whole answer. */
function feed(source: string, answer: string, size = 1): { taken: string; whole: boolean } {
  const bytes = Buffer.from(answer);
  const guide = new CopyGuide(new SourcePlaces(source), (at) => bytes.subarray(at * size, (at + 1) * size));
  for (let at = 0; at * size < bytes.length; at += 1) {
    if (!guide.allows(at)) return { taken: bytes.subarray(0, at * size).toString(), whole: false };
    guide.accept(at);
  }
  return { taken: answer, whole: true };
}
const takes = (source: string, value: string): boolean =>
  feed(source, JSON.stringify({ total: value, none: null })).whole;

const INVOICE =
  'ACME "Werke" GmbH & Co. KG\nRechnung RE-2024/118\tNetto  1.176,96 €\nララ食品有限会社\nMünchen\u00a080331 C:\\tmp';

describe('a value is held to the document', () => {
  test.each([
    ['a word', 'GmbH'],
    ['words with a quotation mark', 'ACME "Werke" GmbH'],
    ['a number beside its currency', '1.176,96 €'],
    ['an id', 'RE-2024/118'],
    ['words of two lines, with a space for the break', 'KG Rechnung'],
    ['a tab as an escape', 'RE-2024/118\tNetto'],
    ['one space for two', 'Netto 1.176,96'],
    ['two spaces as they stand', 'Netto  1.176,96'],
    ['a space for one that does not break', 'München 80331'],
    ['the one that does not break', 'München\u00a080331'],
    ['characters of several bytes', 'ララ食品有限会社'],
    ['a backslash', 'C:\\tmp'],
  ])('%s', (_says, value) => {
    expect(takes(INVOICE, value)).toBe(true);
  });

  test.each([
    ['what stands nowhere', 'Globex', '{"total":"G'],
    ['half a word', 'Gmb', '{"total":"Gmb'],
    ['half a number', '176,96', '{"total":"1'],
    ['half a number at its end', '1.17', '{"total":"1.17'],
    ['half a name without spaces', 'ララ食品', '{"total":"ララ食品'],
    ['two pieces from different places', 'ACME RE-2024/118', '{"total":"ACME '],
    ['nothing between quotation marks', '', '{"total":"'],
    ['another case', 'acme', '{"total":"'],
  ])('not %s', (_says, value, taken) => {
    expect(feed(INVOICE, JSON.stringify({ total: value }))).toEqual({ taken, whole: false });
  });

  test('and nothing is begun that cannot be ended', () => {
    // Neither a letter by its number, which the letter itself can stand for, nor an escape where the document has nothing to escape.
    expect(feed(INVOICE, '{"total":"\\u004d').taken).toBe('{"total":"\\');
    expect(feed(INVOICE, '{"total":"RE-2024/118\\').whole).toBe(true);
    expect(feed(INVOICE, '{"total":"RE-2024\\').whole).toBe(true);
    expect(feed(INVOICE, '{"total":"RE-2024\\"').whole).toBe(false);
    expect(feed(INVOICE, '{"total":"RE-20\\').whole).toBe(false);
  });

  test('in lines, too, and keys are not', () => {
    const row = '{"a key: with \\"marks\\"":"KG","lines":[{"name":"Netto"},{"name":null}]}';
    expect(feed(INVOICE, row).whole).toBe(true);
    expect(feed(INVOICE, row.replace('Netto', 'Brutto')).taken).toMatch(/"name":"$/);
  });

  test('however the answer is cut into tokens', () => {
    for (const size of [1, 2, 3, 5, 7, 100]) {
      expect(feed(INVOICE, '{"a":"ACME \\"Werke\\"","b":"ララ食品有限会社"}', size).whole).toBe(true);
      expect(feed(INVOICE, '{"a":"ACME \\"Werk\\"","b":null}', size).whole).toBe(false);
    }
  });

  test('a document without words leaves null alone', () => {
    expect(feed(' \n', '{"total":null}').whole).toBe(true);
    expect(feed(' \n', '{"total":"x"}').taken).toBe('{"total":');
  });

  test('a value as long as the grammar allows may end within a word: there is no other way left', () => {
    const long = 'x'.repeat(400);
    expect(takes(long, 'x'.repeat(199))).toBe(false);
    expect(takes(long, 'x'.repeat(200))).toBe(true);
  });

  test('a token that adds nothing stands between values only', () => {
    const guide = new CopyGuide(new SourcePlaces('ACME'), (token) => (token === 0 ? null : Buffer.from('{"total":"A')));
    expect(guide.allows(0)).toBe(true);
    guide.accept(1);
    expect(guide.allows(0)).toBe(false);
    expect(() => guide.accept(0)).toThrow('not copied');
  });
});

test('what was begun can always be ended, on random texts', () => {
  const random = Random.stream(7, 'copy-guide-ends');
  const letters = Array.from('aB1 .,2\n\t"\\\u00a0東é');
  // All that a value may be written with, and its end.
  const pieces = Array.from('aB1 .,2\u00a0東é"', (letter) => Buffer.from(letter)).concat(
    ['\\"', '\\\\', '\\n', '\\t'].map((text) => Buffer.from(text)),
  );
  let ended = 0;
  for (let turn = 0; turn < 500; turn += 1) {
    const source = Array.from({ length: random.integer(1, 30) }, () => random.pick(letters)).join('');
    const begin = Buffer.from('{"total":"');
    const guide = new CopyGuide(new SourcePlaces(source), (token) =>
      token < 0 ? begin : (pieces[token] as Uint8Array),
    );
    if (!guide.allows(-1)) continue;
    guide.accept(-1);
    for (let written = ''; ; ) {
      const open = [...pieces.keys()].filter((token) => guide.allows(token));
      expect(open.length, JSON.stringify({ source, written })).toBeGreaterThan(0);
      const token = random.pick(open);
      guide.accept(token);
      written += String(pieces[token]);
      if (String(pieces[token]) === '"') break;
    }
    ended += 1;
  }
  expect(ended).toBeGreaterThan(300);
});

test('what it lets through is what grounding finds, on random texts', () => {
  const random = Random.stream(7, 'copy-guide');
  const letters = Array.from('aB1 .,2\n東京-é');
  const text = (length: number): string => Array.from({ length }, () => random.pick(letters)).join('');
  let grounded = 0;
  for (let turn = 0; turn < 3000; turn += 1) {
    const source = text(30);
    const [start, length] = [random.integer(0, 24), random.integer(1, 6)];
    const value = (random.chance(0.7) ? source.slice(start, start + length) : text(length)).trim();
    if (value === '' || value.includes('\n')) continue;
    const stands = standsIn(source, value);
    if (stands) grounded += 1;
    // A space may stand for a line break: only then may a value pass that stands nowhere letter for letter.
    expect(takes(source, value), JSON.stringify({ source, value })).toBe(
      stands || standsIn(source.replaceAll('\n', ' '), value) || takesLoosely(source, value),
    );
  }
  expect(grounded).toBeGreaterThan(500);
});

/** The same with every run of white space in the document as one space. */
function takesLoosely(source: string, value: string): boolean {
  return / /.test(value) && standsIn(source.replaceAll(/\s+/gu, ' '), value);
}
