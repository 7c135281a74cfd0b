import { expect, test } from 'vitest';
import { makePageText } from './page-text.ts';
import { printedPiece as piece } from '../../../../tests/support/printed-piece.ts';

test('pieces of one baseline are one line from left to right, whatever order they are drawn in', () => {
  const drawn = [piece('119,00', 300, 100), piece('second', 50, 120), piece('Total', 50, 101)];
  expect(makePageText(drawn).text).toBe('Total   119,00\nsecond\n');
});

test('pieces that touch are one word, near ones are words, distant ones are columns, pages are apart', () => {
  const pieces = [
    piece('Rech', 50, 100),
    piece('nung', 70, 100),
    piece('Nr.', 95, 100),
    piece('7', 200, 100),
    piece('Seite', 50, 90, { page: 2 }),
  ];
  expect(makePageText(pieces).text).toBe('Rechnung Nr.   7\n\nSeite\n');
});

test('words of a scan stay apart even where their boxes touch', () => {
  expect(makePageText([piece('GROSS', 50, 100), piece('TOTAL', 75, 100, { isWord: true })]).text).toBe('GROSS TOTAL\n');
});

test('text that runs up the page stands on lines of its own, after the rest', () => {
  const side = piece('side', 10, 100, { upright: false });
  expect(makePageText([side, piece('Total', 50, 100)]).text).toBe('Total\nside\n');
});

test('a place is a page and a box in fractions; parts of a piece take their share of its width', () => {
  const page = makePageText([piece('Total', 50, 100), piece('119,00 EUR', 300, 100)]);
  const start = page.text.indexOf('119');
  expect(page.placeOf([start, start + 6])).toEqual({ page: 1, box: [0.6, 0.092, 0.66, 0.102] });
  expect(page.placeOf([page.text.length, page.text.length + 1])).toBeUndefined();
  expect(makePageText([piece('x', 1, 1, { pageWidth: 0 })]).placeOf([0, 1])).toBeUndefined();
});
