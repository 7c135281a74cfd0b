import type { DatasetDocument } from '../../datasets/dataset.ts';
import { type Markup, html } from '../../report/html/html-text.ts';
import { countText } from '../../report/number-text.ts';
import { visibleValue } from '../../report/safe-text.ts';
import type { KnownDataset } from '../documents/dataset-shelf.ts';
import type { ShownDocument } from '../documents/load-document.ts';
import { renderMarkedText } from '../documents/mark-text.ts';
import { placedValues } from '../documents/placed-values.ts';
import { renderPage, renderPager } from './layout.ts';
import { datasetLink } from './links.ts';
import { renderPapers } from './paper.ts';

/** All datasets with their splits. */
export function renderDatasetsPage(datasets: readonly KnownDataset[]): string {
  const body = html`<h1>Datasets</h1>
<table class="runs stack"><caption class="hidden">Datasets</caption><thead><tr><th scope="col">Dataset</th><th scope="col">Made by</th><th scope="col">Splits</th></tr></thead><tbody>
${datasets.map(
  (known) =>
    html`<tr><th scope="row"><span class="name">${known.name}</span></th><td data-label="Made by"><span>${originOf(known)}</span></td><td data-label="Splits"><span>${known.splits.map(({ name, documents }, place) => html`${place > 0 && ' · '}<a href="${datasetLink(known.key, name)}">${name}</a> <span class="range">${countText(documents)}</span>`)}</span></td></tr>
`,
)}</tbody></table>
<p class="note">Datasets of this package, folders beside the working folder, and those that runs here were made on.</p>`;
  return renderPage({ title: 'Datasets', place: '/datasets', body });
}

function originOf(known: KnownDataset): Markup {
  if (known.kind === 'folder') return html`<code>${known.folder}</code>`;
  return html`generator ${known.recipe.generator}, seed ${known.recipe.seed}`;
}

export interface SplitPageInput {
  known: KnownDataset;
  split: string;
  documents: readonly DatasetDocument[];
  page: number;
  size: number;
  total: number;
}

/** The documents of a split, page by page. */
export function renderSplitPage({ known, split, documents, page, size, total }: SplitPageInput): string {
  const body = html`<p class="crumbs"><a href="/datasets">Datasets</a><span>${known.name}</span></p><h1>${known.name}, ${split} split</h1>
<table class="runs stack"><caption class="hidden">Documents</caption><thead><tr><th scope="col">Document</th><th scope="col">Tier</th><th scope="col">Layout</th><th scope="col">Locale</th><th scope="col">Seller</th><th scope="col" class="number">Gross total</th></tr></thead><tbody>
${documents.map(({ id, truth }) => {
  const { sellerName, grossTotal } = truth.fields;
  return html`<tr><th scope="row"><a href="${datasetLink(known.key, split, id)}">${id}</a></th><td data-label="Tier">${truth.tier}</td><td data-label="Layout">${truth.layout}</td><td data-label="Locale">${truth.locale}</td><td data-label="Seller"><bdi>${visibleValue(sellerName?.printed ?? sellerName?.value ?? '–')}</bdi></td><td data-label="Gross total" class="number"><bdi>${visibleValue(grossTotal?.printed ?? grossTotal?.value ?? '–')}</bdi></td></tr>
`;
})}</tbody></table>
${renderPager({ page, size, total }, (other) => `${datasetLink(known.key, split)}?page=${other}`)}`;
  return renderPage({ title: `${known.name}, ${split}`, place: '/datasets', body });
}

/** One document of a dataset: its page with boxes, its text with the true values marked, and its truth. */
export function renderDatasetDocumentPage(shown: ShownDocument, chosen: string): string {
  const { known, split, document } = shown;
  const { id, text, truth } = document;
  const link = (field: string): string =>
    `${datasetLink(known.key, split, id)}?field=${encodeURIComponent(field)}#chosen`;
  const values = placedValues(document);
  const marks = values.flatMap(({ field, value }) =>
    value.span === undefined
      ? []
      : [
          {
            start: value.span[0],
            end: value.span[1],
            kind: 'truth' as const,
            label: field,
            chosen: field === chosen,
          },
        ],
  );
  const papers = renderPapers(shown, { chosen, link });
  const marked = renderMarkedText(text, marks);
  const body = html`<p class="crumbs"><a href="/datasets">Datasets</a><a href="${datasetLink(known.key, split)}">${known.name}, ${split}</a><span>${id}</span></p><h1>${id}</h1>
<p class="question">tier ${truth.tier} · layout ${truth.layout} · ${truth.locale} · ${truth.currency}</p>
${papers === null ? html`<section>${marked}<p class="note">This document is text only.</p></section>` : html`<div class="sheet"><div>${papers}</div>${marked}</div>`}
<section aria-labelledby="truth-title"><h2 id="truth-title">Truth</h2><div class="scroll" tabindex="0" role="region" aria-label="Truth, field by field"><table class="answers"><caption class="hidden">Truth, field by field</caption><thead><tr><th scope="col">Field</th><th scope="col">State</th><th scope="col">Value</th><th scope="col">As printed</th></tr></thead><tbody>
${values.map(
  ({
    field,
    value,
  }) => html`<tr${field === chosen && html` class="chosen"`}><th scope="row">${field.startsWith('lines[') ? field : html`<a href="${link(field)}">${field}</a>`}</th><td>${value.state}</td><td><bdi>${visibleValue(value.value ?? '–')}</bdi></td><td><bdi>${visibleValue(value.printed ?? '–')}</bdi></td></tr>
`,
)}</tbody></table></div></section>`;
  return renderPage({ title: id, place: '/datasets', body, scripts: ['document'] });
}
