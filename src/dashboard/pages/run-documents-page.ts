import { type Markup, html } from '../../report/html/html-text.ts';
import { percentText } from '../../report/number-text.ts';
import type { JournalIndex } from '../live/journal-index.ts';
import { renderPage, renderPager } from './layout.ts';
import { documentLink, runLink } from './links.ts';
import { renderRunHead } from './run-head.ts';

const PAGE_SIZE = 100;
const ORDERS = [
  ['', 'where the variants differ most'],
  ['worst', 'the worst first'],
  ['id', 'by id'],
] as const;

/** Every document of a run with what each variant got right of it. */
export function renderRunDocumentsPage(index: JournalIndex, choice: { page: number; order: string }): string {
  const { manifest } = index;
  const variants = manifest.spec.variants.map(({ id }) => id);
  const rows = manifest.dataset.documents.map((id) => ({
    id,
    shares: variants.map((variant) => index.of(variant).accuracyOf(id)),
  }));
  const known = (shares: readonly (number | null)[]): number[] => shares.filter((share) => share !== null);
  const spread = (shares: readonly (number | null)[]): number => {
    const values = known(shares);
    return values.length === 0 ? -1 : Math.max(...values) - Math.min(...values);
  };
  const worst = (shares: readonly (number | null)[]): number => Math.min(2, ...known(shares));
  rows.sort(
    (a, b) =>
      (choice.order === 'id'
        ? 0
        : choice.order === 'worst'
          ? worst(a.shares) - worst(b.shares)
          : spread(b.shares) - spread(a.shares)) || (a.id < b.id ? -1 : 1),
  );
  const page = Math.min(choice.page, Math.max(1, Math.ceil(rows.length / PAGE_SIZE)));
  const shown = rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  const link = (other: number): string =>
    `${runLink(manifest.runId)}/documents?order=${encodeURIComponent(choice.order)}&page=${other}`;
  const body = html`${renderRunHead(manifest, 'documents')}<h1>Documents</h1>
<p class="detail">The share of fields that each variant got right, in percent.</p>
<form class="filters" method="get" data-submits><label>Order <select name="order">${ORDERS.map(([value, words]) => html`<option value="${value}"${value === choice.order && html` selected`}>${words}</option>`)}</select></label><button>Show</button></form>
<div class="scroll" tabindex="0" role="region" aria-label="Documents"><table class="heat figures"><caption class="hidden">Documents and variants</caption><thead><tr><th scope="col">Document</th>${variants.map((variant) => html`<th scope="col">${variant}</th>`)}</tr></thead><tbody>
${shown.map(
  ({
    id,
    shares,
  }) => html`<tr><th scope="row"><a href="${documentLink(manifest.runId, id)}">${id}</a></th>${shares.map(cell)}</tr>
`,
)}</tbody></table></div>
${renderPager({ page, size: PAGE_SIZE, total: rows.length }, link)}`;
  return renderPage({ title: `Documents of ${manifest.spec.name}`, place: '/', body, scripts: ['filters'] });
}

/** Shares of wrong fields at which a cell takes the next shade. */
const SHADES = [0.01, 0.05, 0.1, 0.2, 0.4, 0.7] as const;

function cell(share: number | null): Markup {
  if (share === null) return html`<td>–</td>`;
  return html`<td class="h${SHADES.filter((limit) => 1 - share >= limit).length}">${percentText(share)}</td>`;
}
