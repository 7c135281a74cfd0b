import sharp from 'sharp';
import type { PrintedPiece } from '../../datasets/import/page/page-text.ts';
import { describeLocale } from '../../invoices/describe-locale.ts';
import type { Language } from '../../invoices/locales.ts';
import type { Ocr, OcrPage } from '../../ocr/ocr.ts';
import { openOcr } from '../../ocr/open-ocr.ts';
import type { PipelineStages } from '../../spec/pipeline-schema.ts';
import { makeColumnText, makeRowText } from './column-text.ts';
import { Unreadable } from './unreadable.ts';
import type { KeptText } from './read-job.ts';

/** Engines that stay open, each about 100 MB: documents of one language come one after the other. */
const MOST_ENGINES = 2;
/** Below this mean confidence a page may stand on its head. */
const DOUBTFUL = 0.55;

const engines = new Map<string, Promise<Ocr>>();

/**
 * The text of upright pictures, page after page. Without languages given, the first reading is an English one; when its words look like another
 * language, the document is read again in that. Throws `Unreadable` where the engine fails.
 */
export async function readPictures(
  pictures: readonly Uint8Array[],
  { ocr, columns }: { ocr: NonNullable<PipelineStages['ocr']>; columns: boolean },
): Promise<KeptText> {
  let languages: Language[] = ocr.languages ?? ['en'];
  let pages = await readAll(pictures, languages);
  if (ocr.languages === undefined) {
    const { language } = describeLocale(pages.map(({ text }) => text).join('\n'));
    if (language !== 'en') {
      languages = [language];
      pages = await readAll(pictures, languages);
    }
  }
  const words = pages.flatMap((page) => page.words);
  const pieces = pages.flatMap((page, index) => piecesOf(page, index + 1, ocr.leastConfidence));
  const text = columns ? makeColumnText(pieces) : makeRowText(pieces);
  const confidence = words.reduce((sum, word) => sum + word.confidence, 0) / Math.max(1, words.length);
  return {
    text: pieces.length === 0 ? '' : text,
    pages: pages.length,
    confidence: Math.round(confidence * 1000) / 1000,
  };
}

async function readAll(pictures: readonly Uint8Array[], languages: Language[]): Promise<OcrPage[]> {
  const engine = await engineFor(languages);
  const pages: OcrPage[] = [];
  for (const picture of pictures) pages.push(await readUpright(engine, picture));
  return pages;
}

/** Quarter turns were undone by the lines of the page, which look the same upside down: there the words decide. */
async function readUpright(engine: Ocr, picture: Uint8Array): Promise<OcrPage> {
  const page = await recognise(engine, picture);
  if (page.words.length === 0 || confidenceOf(page) >= DOUBTFUL) return page;
  const turned = await recognise(engine, await sharp(picture).rotate(180).png({ compressionLevel: 1 }).toBuffer());
  return confidenceOf(turned) > confidenceOf(page) ? turned : page;
}

async function recognise(engine: Ocr, picture: Uint8Array): Promise<OcrPage> {
  return await engine.recognise(picture).catch((cause: Error) => {
    throw new Unreadable('ocr', cause.message);
  });
}

async function engineFor(languages: Language[]): Promise<Ocr> {
  const key = languages.join('+');
  const known = engines.get(key);
  if (known !== undefined) {
    // The one that was used last goes last.
    engines.delete(key);
    engines.set(key, known);
    return await known;
  }
  const [oldest] = engines;
  if (engines.size >= MOST_ENGINES && oldest !== undefined) {
    engines.delete(oldest[0]);
    await (await oldest[1]).close();
  }
  const opened = openOcr({ languages, workers: 1 });
  engines.set(key, opened);
  return await opened;
}

function confidenceOf({ words }: OcrPage): number {
  return words.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, words.length);
}

/** Words as pieces of a page, in points at 72 to the inch; the words of one line share its baseline. */
function piecesOf({ words, width, height }: OcrPage, page: number, leastConfidence: number): PrintedPiece[] {
  const scale = 595 / Math.max(1, width);
  const lines = new Map<number, OcrPage['words']>();
  for (const word of words) lines.set(word.line, [...(lines.get(word.line) ?? []), word]);
  return [...lines.values()].flatMap((line) => {
    const heights = line.map(({ box }) => (box[3] - box[1]) * height * scale).sort((a, b) => a - b);
    const bottoms = line.map(({ box }) => box[3] * height * scale).sort((a, b) => a - b);
    const size = Math.max(4, heights[Math.floor(heights.length / 2)] ?? 8);
    const baseline = bottoms[Math.floor(bottoms.length / 2)] ?? 0;
    return line
      .filter(({ confidence }) => confidence >= leastConfidence)
      .map(
        ({ text, box }): PrintedPiece => ({
          text,
          page,
          upright: true,
          left: box[0] * width * scale,
          right: box[2] * width * scale,
          baseline,
          size,
          top: baseline - size,
          bottom: baseline,
          pageWidth: width * scale,
          pageHeight: height * scale,
          isWord: true,
        }),
      );
  });
}
