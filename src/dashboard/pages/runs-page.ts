import { verdictTone, verdictWords } from '../../report/verdict-words.ts';
import { countText, counted } from '../../report/number-text.ts';
import { type Markup, html } from '../../report/html/html-text.ts';
import { STATE_WORDS } from '../live/run-state.ts';
import type { RunRow } from '../live/run-rows.ts';
import { renderPage } from './layout.ts';
import { runLink } from './links.ts';

/** All runs, the newest first; what runs moves. */
export function renderRunsPage(rows: readonly RunRow[], results: string): string {
  const body = html`<h1>Runs</h1>
${rows.length === 0 ? nothing(results) : table(rows)}`;
  return renderPage({ title: 'Runs', place: '/', body, scripts: ['runs'] });
}

function nothing(results: string): Markup {
  return html`<p class="empty">There is no run in <code>${results}</code> yet. <a href="/new">Build an experiment</a>, or run <code>assay run experiments/quantization.yaml</code>: it appears here as soon as it begins.</p>`;
}

function table(rows: readonly RunRow[]): Markup {
  return html`<form action="/compare" method="get"><table class="runs stack"><caption class="hidden">Runs, the newest first</caption>
<thead><tr><th scope="col"><span class="hidden">Choose</span></th><th scope="col">Run</th><th scope="col">State</th><th scope="col">Trials</th><th scope="col">Verdicts</th><th scope="col">Begun</th></tr></thead>
<tbody>${rows.map(rowMarkup)}</tbody></table>
<p class="controls"><button>Compare the chosen runs</button></p></form>`;
}

function rowMarkup(row: RunRow): Markup {
  const { runId, name, question, state, done, total, verdicts, createdAt, documents, variants } = row;
  return html`<tr data-run="${runId}"><td class="pick"><input type="checkbox" name="run" value="${runId}" aria-label="Choose ${runId}"></td>
<th scope="row"><a class="name" href="${runLink(runId)}">${name}</a> <span class="range">${runId.slice(name.length + 1)}</span><span class="under">${question}</span></th>
<td data-label="State"><span class="state ${state}" data-part="state">${STATE_WORDS[state]}</span></td>
<td data-label="Trials" class="bar"><span><progress max="${total}" value="${done}" aria-label="Trials done of ${runId}" data-part="bar"${state === 'complete' && html` hidden`}></progress> <span class="range"><span data-part="done">${countText(done)}</span> of ${countText(total)}: ${counted(documents, 'document')}, ${counted(variants, 'variant')}</span></span></td>
<td data-label="Verdicts"><span>${verdicts.length === 0 ? html`<span class="range">${state === 'complete' ? 'nothing compared' : 'not yet'}</span>` : verdicts.map(({ verdict, count }) => html`<b class="${verdictTone(verdict)}">${count} ${verdictWords(verdict)}</b> `)}</span></td>
<td data-label="Begun"><time datetime="${createdAt}">${createdAt.slice(0, 16).replace('T', ' ')}</time></td></tr>
`;
}
