import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Refused } from '../refusal.ts';
import { type PageText, makePageText, type PrintedPiece } from './page-text.ts';

export interface EmbeddedFile {
  name: string;
  content: Uint8Array;
}

export interface PdfContent {
  page: PageText;
  embedded: EmbeddedFile[];
}

const MOST_PAGES = 500;

/**
 * The text of a PDF with the place of every piece, and the files embedded in it. Refuses, with the reason, what is no
 * readable PDF and what needs a password. Nothing in the file is executed, and nothing is fetched.
 */
export async function loadPdf(bytes: Uint8Array): Promise<PdfContent> {
  const { pieces, pages, embedded } = await loadPdfPieces(bytes, MOST_PAGES);
  if (pages > MOST_PAGES) throw new Refused(`has ${pages} pages; at most ${MOST_PAGES} are read`);
  return { page: makePageText(pieces), embedded };
}

export interface PdfPieces {
  /** Empty when the file has more pages than were to be read. */
  pieces: PrintedPiece[];
  pages: number;
  embedded: EmbeddedFile[];
}

/** The pieces of text of a PDF of at most so many pages, each with its place. Refuses as {@link loadPdf} does. */
export async function loadPdfPieces(bytes: Uint8Array, mostPages: number): Promise<PdfPieces> {
  const { getDocument, Util, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const assets = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const task = getDocument({
    // The reader takes the buffer over.
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    cMapUrl: join(assets, 'cmaps/'),
    cMapPacked: true,
    standardFontDataUrl: join(assets, 'standard_fonts/'),
  });
  try {
    const pdf = await task.promise;
    const pieces: PrintedPiece[] = [];
    if (pdf.numPages > mostPages) return { pieces, pages: pdf.numPages, embedded: [] };
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const { width, height, transform } = page.getViewport({ scale: 1 });
      const { items, styles } = await page.getTextContent();
      for (const item of items) {
        if (!('str' in item) || item.str.trim() === '') continue;
        const [a, b, , , left, baseline] = Util.transform(transform, item.transform) as number[];
        const size = Math.hypot(a as number, b as number);
        const style = styles[item.fontName];
        const ascent = style === undefined || !(style.ascent > 0) ? 0.8 : Math.min(style.ascent, 1);
        const descent = style === undefined || !(style.descent < 0) ? -0.2 : Math.max(style.descent, -0.4);
        pieces.push({
          text: item.str,
          page: number,
          // Text that runs up or down the page has no row among the others.
          upright: Math.abs(b as number) < size * 0.1,
          left: left as number,
          right: (left as number) + item.width,
          baseline: baseline as number,
          size,
          top: (baseline as number) - ascent * size,
          bottom: (baseline as number) - descent * size,
          pageWidth: width,
          pageHeight: height,
        });
      }
      page.cleanup();
    }
    return { pieces, pages: pdf.numPages, embedded: embeddedFiles(await pdf.getAttachments()) };
  } catch (thrown) {
    throw refusalOfPdf(thrown);
  } finally {
    await task.destroy();
  }
}

function embeddedFiles(attachments: unknown): EmbeddedFile[] {
  const entries = Object.values((attachments ?? {}) as Record<string, { filename?: unknown; content?: unknown }>);
  return entries.flatMap(({ filename, content }) =>
    typeof filename === 'string' && content instanceof Uint8Array ? [{ name: filename, content }] : [],
  );
}

function refusalOfPdf(thrown: unknown): unknown {
  if (thrown instanceof Refused || !(thrown instanceof Error)) return thrown;
  if (thrown.name === 'PasswordException') return new Refused('PDF is encrypted and needs a password');
  // Every other failure of the reader is a fault of the file: it was given nothing else.
  return new Refused(`PDF is malformed: ${thrown.message.replace(/\s+/g, ' ').trim()}`);
}
