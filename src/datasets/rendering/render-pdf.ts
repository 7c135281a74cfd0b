import Pdf from 'pdfkit';
import { fontOf } from './fonts.ts';
import type { Page, Shape } from './page.ts';

/** Every PDF claims to be of this moment: its bytes must not know when it was made. */
const PINNED = new Date('2024-01-01T00:00:00Z');

export interface PdfOptions {
  title: string;
}

/**
 * The pages as a PDF with a text layer. The same pages give the same bytes on every machine: date and ids are pinned, and
 * streams are not compressed, since compressors differ.
 */
export function renderPdf(pages: readonly Page[], { title }: PdfOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const document = new Pdf({
      autoFirstPage: false,
      compress: false,
      margin: 0,
      info: { Title: title, Producer: 'assay', Creator: 'assay', CreationDate: PINNED, ModDate: PINNED },
    });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
    for (const page of pages) {
      document.addPage({ size: [page.width, page.height], margin: 0 });
      drawPage(document, page);
    }
    document.end();
  });
}

/** Draws shapes and text of a page at the document's origin. */
export function drawPage(document: PDFKit.PDFDocument, page: Page): void {
  for (const shape of page.shapes) drawShape(document, shape);
  for (const run of page.runs) {
    document.font(fontOf(page.face, run.bold) as PDFKit.Mixins.PDFFontSource, run.size).fillColor(run.color);
    // The built-in faces have no narrow no-break space; the plain one looks the same at this size.
    document.text(run.text.replaceAll('\u202f', '\u00a0'), run.x, run.y, { lineBreak: false, baseline: 'alphabetic' });
  }
}

function drawShape(document: PDFKit.PDFDocument, shape: Shape): void {
  switch (shape.kind) {
    case 'line':
      document.moveTo(shape.x1, shape.y1).lineTo(shape.x2, shape.y2).lineWidth(shape.width);
      if (shape.dash === true) document.dash(1.5, { space: 2 });
      document.stroke(shape.color);
      if (shape.dash === true) document.undash();
      break;
    case 'rect':
      document.rect(shape.x, shape.y, shape.width, shape.height);
      if (shape.fill !== undefined) document.fill(shape.fill);
      else document.lineWidth(0.6).stroke(shape.stroke ?? '#000000');
      break;
    case 'disc':
      document.circle(shape.x, shape.y, shape.radius).fill(shape.fill);
  }
}
