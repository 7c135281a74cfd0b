import sharp, { type Metadata, type Sharp } from 'sharp';
import { rasterPdf } from '../../datasets/rendering/read-pdf.ts';
import { loadPdfPieces } from '../../datasets/import/page/load-pdf.ts';
import { Refused } from '../../datasets/import/refusal.ts';
import type { PipelineStages } from '../../spec/pipeline-schema.ts';
import { findSkew } from './find-skew.ts';
import { tooManyPages, Unreadable } from './unreadable.ts';

/** Largest picture that is decoded: a page of A3 at 600 dpi has 70 million pixels. */
export const MOST_PIXELS = 100_000_000;

type Options = PipelineStages['load'];

/**
 * Every page as an upright grey PNG that OCR can read: the camera's note on orientation followed, quarter turns and skew undone, resized,
 * and cleaned as the options say. Takes PNG, JPEG, TIFF (all its pages), WebP, and PDF, whose pages are drawn at `dpi`.
 * Throws `Unreadable` for anything that is no picture, too large, or damaged.
 */
export async function preparePictures(contents: readonly Uint8Array[], options: Options): Promise<Uint8Array[]> {
  const ready: Uint8Array[] = [];
  for (const content of contents) {
    const isPdf = Buffer.from(content.subarray(0, 1024)).includes('%PDF-');
    for (const picture of isPdf ? await drawPdf(content, options) : await pagesOf(content, options)) {
      ready.push(await preparePicture(picture, options));
      if (ready.length > options.mostPages) throw new Unreadable('load', tooManyPages(ready.length, options.mostPages));
    }
  }
  return ready;
}

const open = (input: Uint8Array, page = 0): Sharp =>
  sharp(input, { limitInputPixels: MOST_PIXELS, failOn: 'error', page });

async function drawPdf(content: Uint8Array, { dpi, mostPages }: Options): Promise<Uint8Array[]> {
  try {
    // Counts the pages and refuses what needs a password before anything is drawn.
    const { pages } = await loadPdfPieces(content, mostPages);
    if (pages > mostPages) throw new Unreadable('load', tooManyPages(pages, mostPages));
    return await rasterPdf(content, dpi);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable('load', error instanceof Refused ? error.message : (error as Error).message);
  }
}

async function pagesOf(content: Uint8Array, { mostPages }: Options): Promise<Uint8Array[]> {
  const { width, height, pages = 1 } = await described(content);
  if (width * height > MOST_PIXELS)
    throw new Unreadable('load', `has ${width} x ${height} pixels; at most ${MOST_PIXELS} are decoded`);
  if (pages > mostPages) throw new Unreadable('load', tooManyPages(pages, mostPages));
  if (pages === 1) return [content];
  return await Promise.all(
    Array.from({ length: pages }, (_, page) => readable(open(content, page).png({ compressionLevel: 1 }).toBuffer())),
  );
}

async function described(content: Uint8Array): Promise<Metadata> {
  // The limit of pixels is checked against what the file says, before any is decoded.
  return await sharp(content, { limitInputPixels: false })
    .metadata()
    .catch((cause: Error) => {
      throw new Unreadable('load', `is no picture that can be read (${firstLine(cause.message)})`);
    });
}

async function preparePicture(content: Uint8Array, options: Options): Promise<Uint8Array> {
  let picture = open(content).autoOrient().flatten({ background: '#ffffff' }).grayscale();
  if (options.width !== undefined) picture = picture.resize({ width: options.width });
  let ready: Buffer = await readable(picture.png({ compressionLevel: 1 }).toBuffer());
  if (options.deskew) {
    const { quarterTurn, degrees } = await findSkew(ready);
    const turn = (quarterTurn ? 90 : 0) - degrees;
    if (turn !== 0)
      ready = await sharp(ready).rotate(turn, { background: '#ffffff' }).png({ compressionLevel: 1 }).toBuffer();
  }
  let cleaned = sharp(ready).grayscale();
  if (options.denoise) cleaned = cleaned.median(3);
  if (options.binarise) cleaned = cleaned.normalise().threshold(await otsu(ready));
  return await readable(cleaned.png({ compressionLevel: 6 }).toBuffer());
}

/** The grey that divides ink from paper best (Otsu 1979: it maximises the variance between the two). */
async function otsu(picture: Buffer): Promise<number> {
  const { data } = await sharp(picture).grayscale().normalise().raw().toBuffer({ resolveWithObject: true });
  const counts = new Float64Array(256);
  for (const grey of data) counts[grey] = (counts[grey] ?? 0) + 1;
  const total = data.length;
  const sum = counts.reduce((all, count, grey) => all + count * grey, 0);
  let [below, sumBelow, best, threshold] = [0, 0, -1, 128];
  for (let grey = 0; grey < 255; grey += 1) {
    below += counts[grey] ?? 0;
    sumBelow += grey * (counts[grey] ?? 0);
    if (below === 0 || below === total) continue;
    const apart = sumBelow / below - (sum - sumBelow) / (total - below);
    const between = below * (total - below) * apart * apart;
    if (between > best) [best, threshold] = [between, grey + 1];
  }
  return threshold;
}

async function readable<T>(work: Promise<T>): Promise<T> {
  return await work.catch((cause: Error) => {
    throw new Unreadable('load', `cannot be decoded (${firstLine(cause.message)})`);
  });
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').trim();
}
