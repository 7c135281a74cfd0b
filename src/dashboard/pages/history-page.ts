import type { HistoryStep } from '../../compare/run-history.ts';
import { type Markup, html } from '../../report/html/html-text.ts';
import {
  percentRange,
  percentText,
  pointsRange,
  pointsText,
  probabilityText,
  threeDigits,
} from '../../report/number-text.ts';
import type { RunRow } from '../live/run-rows.ts';
import { renderPage } from './layout.ts';
import { historyLink, runLink } from './links.ts';

/** All experiments with the number of their runs. */
export function renderHistoriesPage(rows: readonly RunRow[]): string {
  const names = [...new Set(rows.map(({ name }) => name))];
  const body = html`<h1>History</h1>
${
  names.length === 0
    ? html`<p class="empty">There is no run yet.</p>`
    : html`<table class="runs stack"><caption class="hidden">Experiments</caption><thead><tr><th scope="col">Experiment</th><th scope="col" class="number">Runs</th><th scope="col">Newest</th></tr></thead><tbody>${names.map(
        (name) => {
          const own = rows.filter((row) => row.name === name);
          return html`<tr><th scope="row"><a class="name" href="${historyLink(name)}">${name}</a><span class="under">${own[0]?.question ?? ''}</span></th><td data-label="Runs" class="number">${own.length}</td><td data-label="Newest">${own[0]?.createdAt.slice(0, 16).replace('T', ' ') ?? ''}</td></tr>`;
        },
      )}</tbody></table>`
}`;
  return renderPage({ title: 'History', place: '/history', body });
}

/** How the variants of one experiment changed from run to run. */
export function renderHistoryPage(name: string, steps: readonly HistoryStep[], chart: Markup | null): string {
  const variants = [...new Set(steps.map(({ variant }) => variant))];
  const body = html`<p class="crumbs"><a href="/history">History</a><span>${name}</span></p><h1>${name}</h1>
<p class="detail">Each run of a variant beside the run before it, on the documents that both hold. A change is flagged where the paired test shows one, adjusted over all steps.</p>
${chart !== null && html`<section aria-labelledby="trend-title"><h2 id="trend-title">Field accuracy over time</h2>${chart}</section>`}
${variants.map((variant) =>
  variantSection(
    variant,
    steps.filter((step) => step.variant === variant),
  ),
)}`;
  return renderPage({ title: `History of ${name}`, place: '/history', body });
}

function variantSection(variant: string, steps: readonly HistoryStep[]): Markup {
  return html`<section><h2>${variant}</h2><table class="stack answers"><caption class="hidden">Runs of ${variant}</caption><thead><tr><th scope="col">Run</th><th scope="col" class="number">Field accuracy</th><th scope="col" class="number">Documents/s</th><th scope="col">Change</th><th scope="col">What was changed</th></tr></thead><tbody>${steps.map(stepRow)}</tbody></table></section>`;
}

function stepRow({ runId, createdAt, measured, change, changePoint, differences }: HistoryStep): Markup {
  const { fieldAccuracy, documents, documentsPerSecond } = measured;
  const compared = change !== null && change.verdict !== 'INCOMPARABLE' && change.verdict !== 'NOT_MEASURED';
  const moved = compared
    ? html`<b class="${changePoint ? (change.difference.value < 0 ? 'bad' : 'good') : ''}">${changePoint ? 'changed' : 'no change shown'}</b> ${pointsText(change.difference.value)} pt <span class="range">${pointsRange(change.difference)}, adjusted p ${probabilityText(change.adjustedPValue)}</span>`
    : html`<span class="range">${change === null ? 'the first' : `not compared: ${change.reason}`}</span>`;
  return html`<tr><th scope="row"><a href="${runLink(runId)}">${createdAt.slice(0, 16).replace('T', ' ')}</a><span class="range below">${runId}</span></th><td data-label="Accuracy" class="number"><span>${percentText(fieldAccuracy.value)}% <span class="range">${percentRange(fieldAccuracy)}, n = ${documents}</span></span></td><td data-label="Documents/s" class="number">${threeDigits(documentsPerSecond)}</td><td data-label="Change"><span>${moved}</span></td><td data-label="Changed">${
    differences.length === 0
      ? html`<span class="range">${change === null ? '' : 'nothing'}</span>`
      : html`<details><summary>${differences.length} ${differences.length === 1 ? 'thing' : 'things'}</summary><pre class="diff" tabindex="0">${differences.map(
          ({ path, baseline, candidate }) => html`${path}: ${short(baseline)} → ${short(candidate)}
`,
        )}</pre></details>`
  }</td></tr>
`;
}

function short(value: string | null): string {
  if (value === null) return 'nothing';
  return /^[0-9a-f]{40,64}$/.test(value) ? value.slice(0, 12) : value;
}
