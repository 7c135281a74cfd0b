import { type Markup, html } from '../../report/html/html-text.ts';
import { bytesText } from '../../report/number-text.ts';
import type { ShownModel } from '../documents/list-shown-models.ts';
import { renderPage } from './layout.ts';

/** The shelf: models of the package and of the user, and what was quantized from them. */
export function renderModelsPage(models: readonly ShownModel[]): string {
  const body = html`<h1>Models</h1>
${models.length === 0 ? html`<p class="empty">There is no model on the shelf. Add one with <code>assay models add FILE</code>.</p>` : table(models)}
<p class="note">Other quantizations of a model are made when an experiment asks for them, and kept in the cache. <code>assay models add FILE</code> puts a file of yours on the shelf, <code>assay models pull</code> fetches one.</p>`;
  return renderPage({ title: 'Models', place: '/models', body });
}

function table(models: readonly ShownModel[]): Markup {
  return html`<table class="runs stack"><caption class="hidden">Models on the shelf</caption><thead><tr><th scope="col">Model</th><th scope="col">Quantization</th><th scope="col" class="number">Size</th><th scope="col" class="number">Parameters</th><th scope="col">Architecture</th><th scope="col" class="number">Context</th><th scope="col">From</th></tr></thead><tbody>
${models.map(
  (
    model,
  ) => html`<tr><th scope="row"><span class="name">${model.id}</span><span class="under">${model.description}</span></th>
<td data-label="Quantization">${model.problem === null ? (model.quantization ?? '–') : html`<span class="bad">${model.problem}</span>`}</td><td data-label="Size" class="number">${model.bytes === null ? '–' : bytesText(model.bytes)}</td><td data-label="Parameters" class="number">${model.parameters === null ? '–' : `${(model.parameters / 1e6).toFixed(1)} M`}</td><td data-label="Architecture">${model.architecture ?? '–'}</td><td data-label="Context" class="number">${model.contextTokens ?? '–'}</td><td data-label="From"><span>${model.source ?? (model.origin === 'package' ? 'this package' : 'added here')}<span class="under"><code>${model.sha256.slice(0, 12)}</code></span></span></td></tr>
`,
)}</tbody></table>`;
}
