import type { TrueValue } from '../../invoices/truth.ts';
import { type Markup, html } from '../../report/html/html-text.ts';
import type { ShownDocument } from '../documents/load-document.ts';
import { placedValues } from '../documents/placed-values.ts';
import { datasetLink } from './links.ts';

/** The pages of a document with a box around every value; a box leads to its field. `null` for a document without pictures. */
export function renderPapers(
  shown: ShownDocument,
  { chosen, link }: { chosen: string; link: (field: string) => string },
): Markup | null {
  if (shown.pages === 0) return null;
  const { known, split, document } = shown;
  const values = placedValues(shown.document);
  const papers = Array.from({ length: shown.pages }, (_, place) => {
    const page = place + 1;
    const boxes = values.flatMap(({ field, value }) =>
      value.box === undefined || (value.page ?? 1) !== page ? [] : [{ field, box: value.box, printed: value.printed }],
    );
    return html`<div class="paper"><img src="${datasetLink(known.key, split, document.id)}/pages/${page}" alt="Page ${page} of ${document.id}" loading="lazy" decoding="async">
<svg viewBox="0 0 1 1" preserveAspectRatio="none" role="group" aria-label="Values on page ${page}">${boxes.map(({ field, box, printed }) => boxMarkup(field, box, { printed, chosen: field === chosen, link }))}</svg></div>`;
  });
  return html`${papers}`;
}

function boxMarkup(
  field: string,
  [left, top, right, bottom]: NonNullable<TrueValue['box']>,
  { printed, chosen, link }: { printed: string | undefined; chosen: boolean; link: (field: string) => string },
): Markup {
  const at = (value: number): string => value.toFixed(4);
  const name = printed === undefined ? field : `${field}: ${printed}`;
  // A hair of air around the ink.
  const air = 0.003;
  const rect = html`<rect x="${at(left - air)}" y="${at(top - air)}" width="${at(right - left + 2 * air)}" height="${at(bottom - top + 2 * air)}"${chosen && html` class="chosen"`}><title>${name}</title></rect>`;
  // Cells of lines have no row in the table of fields: their boxes lead nowhere.
  return field.startsWith('lines[') ? rect : html`<a href="${link(field)}" aria-label="${name}">${rect}</a>`;
}
