import { makePageText, type PageText } from '../page/page-text.ts';

/** A word or line as a reader of scans gives it: box in the units of the page, origin top left. */
export interface PlacedWord {
  text: string;
  page: number;
  box: readonly [number, number, number, number];
}

export interface PageSize {
  width: number;
  height: number;
}

/** The page text of words with boxes. Without the size of their page nothing is known of boxes. */
export function makeWordPage(words: readonly PlacedWord[], sizeOf: (page: number) => PageSize | undefined): PageText {
  return makePageText(
    words
      .filter(({ text }) => text.trim() !== '')
      .map(({ text, page, box: [left, top, right, bottom] }) => {
        const { width = 0, height = 0 } = sizeOf(page) ?? {};
        return {
          text: text.trim(),
          page,
          upright: true,
          left,
          right,
          // The middle, since letters that reach below the line move the bottom of a box.
          baseline: (top + bottom) / 2,
          size: Math.max(bottom - top, Number.MIN_VALUE),
          top,
          bottom,
          pageWidth: width,
          pageHeight: height,
          isWord: true,
        };
      }),
  );
}

/** Left, top, right, bottom of a polygon `x1, y1, x2, y2, ...`. */
export function boxOfPolygon(coordinates: readonly number[]): [number, number, number, number] {
  const xs = coordinates.filter((_, index) => index % 2 === 0);
  const ys = coordinates.filter((_, index) => index % 2 === 1);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Width and height of an image in pixels, as stored; nothing where it is none that can be read. */
export async function loadImageSize(bytes: Uint8Array): Promise<PageSize | undefined> {
  const { default: sharp } = await import('sharp');
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  } catch {
    return undefined;
  }
}

/** The extension of an image by its first bytes. */
export function imageExtension(bytes: Uint8Array): 'png' | 'jpg' {
  return bytes[0] === 0x89 && bytes[1] === 0x50 ? 'png' : 'jpg';
}
