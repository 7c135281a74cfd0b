import type { PrintedPiece } from '../../src/datasets/import/page/page-text.ts';

/** A piece of text on a page of 500 by 1000, five units for each character, ten units high. */
export function printedPiece(
  text: string,
  left: number,
  baseline: number,
  more: Partial<PrintedPiece> = {},
): PrintedPiece {
  return {
    text,
    page: 1,
    upright: true,
    left,
    right: left + text.length * 5,
    baseline,
    size: 10,
    top: baseline - 8,
    bottom: baseline + 2,
    pageWidth: 500,
    pageHeight: 1000,
    ...more,
  };
}
