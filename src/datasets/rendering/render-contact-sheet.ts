import Pdf from 'pdfkit';
import { fontOf } from './fonts.ts';
import type { Page } from './page.ts';
import { drawPage } from './render-pdf.ts';

/** One picture of the sheet: a page, or the scan of one. */
export interface SheetCell {
  label: string;
  content: Page | { picture: Buffer };
}

const CELL = { width: 190, height: 252, gap: 10, label: 14 };

/** A PDF of one page that shows many pages small, row by row. */
export function renderContactSheet(cells: readonly SheetCell[], columns: number): Promise<Buffer> {
  const rows = Math.ceil(cells.length / columns);
  const size: [number, number] = [
    columns * (CELL.width + CELL.gap) + CELL.gap,
    rows * (CELL.height + CELL.label + CELL.gap) + CELL.gap,
  ];
  return new Promise((resolve, reject) => {
    const document = new Pdf({ size, margin: 0, compress: true });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
    document.rect(0, 0, ...size).fill('#8f97a3');
    cells.forEach(({ label, content }, index) => {
      const x = CELL.gap + (index % columns) * (CELL.width + CELL.gap);
      const y = CELL.gap + Math.floor(index / columns) * (CELL.height + CELL.label + CELL.gap);
      document.font(fontOf('sans', true) as PDFKit.Mixins.PDFFontSource, 8).fillColor('#ffffff');
      document.text(label, x, y + 9, { lineBreak: false, baseline: 'alphabetic' });
      const top = y + CELL.label;
      if ('picture' in content) {
        document.image(content.picture, x, top, { fit: [CELL.width, CELL.height] });
        return;
      }
      const scale = Math.min(CELL.width / content.width, CELL.height / content.height);
      document.save();
      document.translate(x, top).scale(scale);
      document.rect(0, 0, content.width, content.height).fill('#ffffff');
      drawPage(document, content);
      document.restore();
    });
    document.end();
  });
}
