import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { PDFParse } from 'pdf-parse';
import { environmentError } from '../../core/errors.ts';

/** The text layer of a PDF, page after page. Throws an environment error when the file is damaged. */
export async function readPdfText(pdf: Uint8Array): Promise<string> {
  return withParser(pdf, async (parser) => {
    const { pages } = await parser.getText();
    return pages.map(({ text }) => text).join('\n');
  });
}

/** The pages of a PDF as PNG pictures at a resolution in dots per inch. */
export async function rasterPdf(pdf: Uint8Array, dpi: number, pages?: readonly number[]): Promise<Buffer[]> {
  return withParser(pdf, async (parser) => {
    const partial = pages === undefined ? {} : { partial: [...pages] };
    const shots = await parser.getScreenshot({ scale: dpi / 72, imageDataUrl: false, ...partial });
    return shots.pages.map(({ data }) => Buffer.from(data));
  });
}

let folder: string | undefined;

/** The fonts that pdf.js draws the built-in faces with; without them it takes whatever the machine has. */
function standardFonts(): string {
  folder ??= join(
    dirname(createRequire(createRequire(import.meta.url).resolve('pdf-parse')).resolve('pdfjs-dist/package.json')),
    'standard_fonts',
    sep,
  );
  return folder;
}

async function withParser<T>(pdf: Uint8Array, use: (parser: PDFParse) => Promise<T>): Promise<T> {
  // The parser takes the bytes away from their owner: it gets a copy.
  const parser = new PDFParse({ data: new Uint8Array(pdf), standardFontDataUrl: standardFonts(), verbosity: 0 });
  try {
    return await use(parser);
  } catch (cause) {
    throw environmentError(
      'PDF_UNREADABLE',
      `the PDF cannot be read (${(cause as Error).message})`,
      'make it again',
      cause,
    );
  } finally {
    await parser.destroy();
  }
}
