import { loadPdfPieces } from '../../datasets/import/page/load-pdf.ts';
import { Refused } from '../../datasets/import/refusal.ts';
import type { PipelineStages } from '../../spec/pipeline-schema.ts';
import { makeColumnText, makeRowText } from './column-text.ts';
import { tooManyPages, Unreadable } from './unreadable.ts';
import type { KeptText } from './read-job.ts';

/** The text of a PDF by the places of its pieces. Throws `Unreadable` for what is no PDF, needs a password, or is too long. */
export async function readPdf(
  bytes: Uint8Array,
  { mostPages, columns }: Pick<PipelineStages['load'], 'mostPages' | 'columns'>,
): Promise<KeptText> {
  try {
    const { pieces, pages } = await loadPdfPieces(bytes, mostPages);
    if (pages > mostPages) throw new Unreadable('load', tooManyPages(pages, mostPages));
    return { text: columns ? makeColumnText(pieces) : makeRowText(pieces), pages };
  } catch (error) {
    if (error instanceof Refused) throw new Unreadable('load', error.message);
    throw error;
  }
}
