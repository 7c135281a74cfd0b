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

  test('what was typed on a grid keeps its cells, in whatever face the file shows it', () => {
    // Cells of 6 points, a size of 10; the glyphs are narrower.
    const typed = [
      piece('Name', 40, 100),
      piece('Qty', 40 + 6 * 8, 100),
      piece('Price', 40 + 6 * 13, 100),
      piece('Toner', 40, 112),
      piece('24', 40 + 6 * 8, 112),
      piece('9.90', 40 + 6 * 12, 112),
    ];
    expect(makeColumnText(typed)).toBe('Name    Qty  Price\nToner   24  9.90\n');
  });

  test('a word that the file cut into pieces is one word, and words side by side are divided', () => {
    const cut = [piece('Rech', 50, 100), piece('nung', 70, 100), piece('Nr', 93, 100)];
    expect(makeRowText(cut)).toBe('Rechnung Nr\n');
  });

  test('a piece far outside the page makes no endless row', () => {
    expect(makeColumnText([piece('A', 0, 10), piece('B', 1e9, 10)]).length).toBeLessThan(500);
  });
});
