import { describe, expect, test } from 'vitest';
import { makeColumnText, makeRowText } from './column-text.ts';
import { printedPiece as piece } from '../../../tests/support/printed-piece.ts';

describe('text by the places of its pieces', () => {
  const table = [
    piece('Amount', 200, 100),
    piece('Name', 50, 100.5),
    piece('Toner', 50, 114),
    piece('9.90', 210, 114),
    piece('Total', 50, 150),
  ];

  test('rows go from left to right whatever order the file draws them in, and a gap of more than two lines is a blank line', () => {
    expect(makeRowText(table)).toBe('Name  Amount\nToner  9.90\n\nTotal\n');
  });

  test('columns stand under each other', () => {
    const [head, row] = makeColumnText(table).split('\n');
    expect(head?.indexOf('Amount')).toBe(30);
    expect(row?.indexOf('9.90')).toBe(32);
  });

  test('a word that the file cut into pieces is one word, and words side by side are divided', () => {
    const cut = [piece('Rech', 50, 100), piece('nung', 70, 100), piece('Nr', 93, 100)];
    expect(makeRowText(cut)).toBe('Rechnung Nr\n');
  });

  test('a piece far outside the page makes no endless row', () => {
    expect(makeColumnText([piece('A', 0, 10), piece('B', 1e9, 10)]).length).toBeLessThan(500);
  });
});
