import type { RunSummary } from '../../compare/run-summary.ts';
import type { Manifest } from '../../records/manifest.ts';
import { countText } from '../../report/number-text.ts';
import type { VariantDistance } from '../../schedule/distance-file.ts';
import { type Markup, html } from '../../report/html/html-text.ts';
import type { RunSnapshot } from '../live/run-snapshot.ts';
import { renderPage } from './layout.ts';
import { flipsLink } from './links.ts';
import { renderLiveSection } from './live-section.ts';
import { renderReportBody } from './report-body.ts';
import { renderRunHead } from './run-head.ts';

export interface RunPageInput {
  manifest: Manifest;
  /** `null` of a complete run: there is nothing to wait for, and its journal need not be read. */
  snapshot: RunSnapshot | null;
  /** `null` while there is none. */
  summary: RunSummary | null;
  /** What `assay distance` kept; none where it was never asked. */
  distances?: readonly VariantDistance[];
}

/** One run: how far it is while it is not complete, and its report. */
export async function renderRunPage({ manifest, snapshot, summary, distances }: RunPageInput): Promise<string> {
  const report = summary === null ? null : await renderReportBody(summary, distances);
  const body = html`${renderRunHead(manifest, 'report')}
${report === null ? askedMarkup(manifest) : report.hero}
${snapshot !== null && renderLiveSection(snapshot, manifest.race === undefined)}
${report !== null && summary !== null && flipsLinks(manifest.runId, summary)}${report !== null && report.rest}`;
  return renderPage({
    title: manifest.spec.name,
    place: '/',
    body,
    scripts: snapshot === null ? [] : ['live'],
  });
}

function askedMarkup({ spec, runId }: Manifest): Markup {
  return html`<header><p class="question">${spec.question}</p><h1>${spec.name}</h1><p class="range">${runId}</p></header>`;
}

function flipsLinks(runId: string, { comparisons }: RunSummary): Markup {
  const flipped = comparisons.filter(({ flips }) => flips.lost + flips.gained + flips.changedStillWrong > 0);
  if (flipped.length === 0) return html``;
  return html`<p class="detail">Flipped fields, each with its document: ${flipped.map(({ candidate, flips }, place) => html`${place > 0 && ', '}<a href="${flipsLink(runId, { candidate })}">${candidate}</a> (${countText(flips.lost)} lost, ${countText(flips.gained)} gained)`)}.</p>`;
}
