import { PDFParse } from 'pdf-parse';

/** How many pages a PDF has; 0 for one that cannot be read. */
export async function countPdfPages(pdf: Uint8Array): Promise<number> {
  // The parser takes the bytes away from their owner: it gets a copy.
  const parser = new PDFParse({ data: new Uint8Array(pdf), verbosity: 0 });
  try {
    return (await parser.getInfo()).total;
  } catch {
    return 0;
  } finally {
    await parser.destroy();
  }
}
