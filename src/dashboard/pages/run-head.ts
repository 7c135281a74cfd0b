import type { Manifest } from '../../records/manifest.ts';
import { counted } from '../../report/number-text.ts';
import { type Markup, html } from '../../report/html/html-text.ts';
import { flipsLink, historyLink, runLink } from './links.ts';

const TABS = [
  ['report', 'Report', runLink],
  ['flips', 'Flipped fields', (id: string) => flipsLink(id)],
  ['documents', 'Documents', (id: string) => `${runLink(id)}/documents`],
] as const;

export type RunTab = (typeof TABS)[number][0];

/** The way back from a page of a run, and the way to its other pages. */
export function renderRunHead({ runId, spec, dataset }: Manifest, tab: RunTab | null): Markup {
  return html`<p class="crumbs"><a href="/">Runs</a><span>${runId}</span></p>
<ul class="tabs" aria-label="Pages of this run">${TABS.map(([name, words, link]) => html`<li><a href="${link(runId)}"${name === tab && html` aria-current="page"`}>${words}</a></li>`)}<li><a href="${historyLink(spec.name)}">History of ${spec.name}</a></li><li><span class="range">${counted(spec.variants.length, 'variant')}, ${counted(dataset.documents.length, 'document')}</span></li></ul>`;
}
