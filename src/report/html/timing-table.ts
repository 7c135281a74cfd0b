import type { RunSummary } from '../../compare/run-summary.ts';
import { countText } from '../number-text.ts';
import { type StageRows, stageRows, TIMING_HEADING, timingRows } from '../timing-rows.ts';
import { type Markup, html } from './html-text.ts';

/** Where the time of a document goes, by variant; `null` without times. */
export function timingTable(summary: RunSummary): Markup | null {
  const rows = timingRows(summary);
  if (rows.length === 0) return null;
  const staged = stageRows(summary);
  return html`<details><summary>Times and tokens of single documents</summary><div class="scroll" tabindex="0" role="region" aria-label="Times of single documents"><table class="figures"><caption class="hidden">Time to the first token, of decoding, waiting and loading, and tokens</caption>
<thead><tr><th scope="col">Variant</th>${TIMING_HEADING.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>
${rows.map(
  ({ variant, cells }) => html`<tr><th scope="row">${variant}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
)}</tbody></table></div>
<p class="note">Medians with their 95% intervals between order statistics, and the 99th percentile. First token: from the start of the document’s batch. Queue: until a sequence of the engine was free. Documents of a worker’s first batch are dropped, since caches and clocks were cold. Load: every load of the model in this run. Tokens: means over the answers, all calls together.</p>${staged !== null && stageTable(staged)}</details>`;
}

function stageTable({ stages, rows }: StageRows): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Times of stages"><table class="figures"><caption class="hidden">Milliseconds of a document in each stage</caption>
<thead><tr><th scope="col">Stage, ms</th>${[...stages, 'documents'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>
${rows.map(
  ({
    variant,
    trials,
    cells,
  }) => html`<tr><th scope="row">${variant}</th>${[...cells, countText(trials)].map((cell) => html`<td>${cell}</td>`)}</tr>
`,
)}</tbody></table></div>
<p class="note">Means with half of their 95% t intervals over the same documents. Infer: the whole stay in the batch. Render, load, ocr: as long as it took when it was done; documents from the cache have none.</p>`;
}
