import type { ComparisonSummary, Flip } from '../../compare/run-summary.ts';
import type { Manifest } from '../../records/manifest.ts';
import { changedPart } from '../../report/html/changed-part.ts';
import { type Markup, html } from '../../report/html/html-text.ts';
import { FLIP_KINDS, FLIP_WORDS } from '../../report/important-flips.ts';
import { countText } from '../../report/number-text.ts';
import { visibleValue } from '../../report/safe-text.ts';
import type { FlipChoice, FoundFlips } from '../documents/find-flips.ts';
import { renderPage, renderPager } from './layout.ts';
import { documentLink, flipsLink } from './links.ts';
import { renderRunHead } from './run-head.ts';

export interface FlipsPageInput {
  manifest: Manifest;
  comparison: ComparisonSummary;
  comparisons: readonly ComparisonSummary[];
  found: FoundFlips;
  choice: FlipChoice;
}

/** The ledger of flipped fields of one comparison: every one opens its document. */
export function renderFlipsPage({ manifest, comparison, comparisons, found, choice }: FlipsPageInput): string {
  const { runId } = manifest;
  const { baseline, candidate, flips } = comparison;
  const counts = FLIP_KINDS.map((kind) => `${countText(flips[kind])} ${FLIP_WORDS[kind]}`).join(', ');
  const { page: _page, ...kept } = choice;
  const body = html`${renderRunHead(manifest, 'flips')}
<h1>Flipped fields of ${candidate}</h1>
<p class="detail">Every field whose correctness changed against ${baseline}: ${counts}. A field opens its document.</p>
${filters(choice, comparisons, found)}
${found.total === 0 ? html`<p class="empty">No field is like that.</p>` : table(runId, comparison, found.flips)}
${renderPager({ page: found.page, size: found.size, total: found.total }, (page) => flipsLink(runId, { ...kept, page: String(page) }))}
${found.note !== null && html`<p class="note">${found.note}</p>`}`;
  return renderPage({ title: `Flipped fields of ${candidate}`, place: '/', body, scripts: ['filters'] });
}

function filters(choice: FlipChoice, comparisons: readonly ComparisonSummary[], found: FoundFlips): Markup {
  const all = (options: readonly string[]): [string, string][] => options.map((option) => [option, option]);
  return html`<form class="filters" method="get" data-submits>
${select({ label: 'Candidate', name: 'candidate', value: choice.candidate, options: all(comparisons.map(({ candidate }) => candidate)), any: false })}
${select({ label: 'Change', name: 'kind', value: choice.kind, options: FLIP_KINDS.map((kind) => [kind, FLIP_WORDS[kind]]) })}
${select({ label: 'Field', name: 'field', value: choice.field, options: all(found.fields) })}
${(['tier', 'layout', 'locale'] as const).map((axis) => found.axes[axis].length > 1 && select({ label: axis[0]?.toUpperCase() + axis.slice(1), name: axis, value: choice[axis], options: all(found.axes[axis]) }))}
<button>Show</button> <output>${countText(found.total)} ${found.total === 1 ? 'field' : 'fields'}</output></form>`;
}

interface Choice {
  label: string;
  name: string;
  value: string;
  options: [value: string, text: string][];
  any?: boolean;
}

function select({ label, name, value, options, any = true }: Choice): Markup {
  return html`<label>${label} <select name="${name}">${any && html`<option value="">all</option>`}${options.map(([option, text]) => html`<option value="${option}"${option === value && html` selected`}>${text}</option>`)}</select></label>`;
}

function table(runId: string, { baseline, candidate }: ComparisonSummary, flips: readonly Flip[]): Markup {
  return html`<table class="stack answers"><caption class="hidden">Flipped fields</caption><thead><tr><th scope="col">Field</th><th scope="col">Printed</th><th scope="col">${baseline} said</th><th scope="col">${candidate} said</th></tr></thead><tbody>
${flips.map((flip) => {
  const [before, after] = changedPart(flip.baseline, flip.candidate);
  const link = documentLink(runId, flip.document, { baseline, candidate, field: flip.field });
  const canonical = flip.truth !== null && flip.truth !== flip.printed;
  return html`<tr><th scope="row"><a href="${link}">${flip.field}</a> <span class="range">${flip.document}</span> <span class="kind ${flip.kind}">${FLIP_WORDS[flip.kind]}</span></th><td data-label="Printed"><span>${value(flip.printed, 'absent')}${canonical && html`<span class="range">${visibleValue(flip.truth ?? '')}</span>`}</span></td><td data-label="${baseline}"><span>${before ?? value(null, 'nothing')}</span></td><td data-label="${candidate}"><span>${after ?? value(null, 'nothing')}</span></td></tr>
`;
})}</tbody></table>`;
}

function value(text: string | null, missing: string): Markup {
  return text === null ? html`<i>${missing}</i>` : html`<bdi>${visibleValue(text)}</bdi>`;
}
