import type { RunSummary } from '../../compare/run-summary.ts';
import { listed, percentEstimate, pointsText } from '../number-text.ts';
import { asksForLoss, verdictWords } from '../verdict-words.ts';
import { accuracyChart, sizesDiffer } from './accuracy-chart.ts';
import { FRONT_CAPTION } from './accuracy-scatter.ts';
import { forestChart, forestHeight } from './forest-chart.ts';
import { type Markup, html } from './html-text.ts';
import type { Charts } from './load-plot.ts';
import { symbolMark, symbolOf } from './verdict-symbol.ts';

/** Pixels of a drawing in one of two columns, over both of them, and on a narrow page. */
const COLUMN = 528;
const BOTH = 1080;
const NARROW = 340;

/** Why the answer is what it is: accuracy against size, and the paired differences against the margin. */
export function chartsSection(charts: Charts, summary: RunSummary): Markup {
  const measured = summary.comparisons.filter((comparison) => Number.isFinite(comparison.difference.value));
  // Side by side, the two charts end on one line.
  const height = Math.max(260, forestHeight(measured.length));
  const loss = asksForLoss(summary);
  const anyVariant = summary.variants.some((variant) => variant.documents > 0);
  return html`<section id="why" aria-labelledby="why-title"><h2 id="why-title">Why</h2>
${legend(summary)}
<div class="charts">
${
  anyVariant &&
  figure({
    title: sizesDiffer(summary) ? 'Field accuracy against file size' : 'Field accuracy by variant',
    text: accuracyText(summary),
    draw: (width) => accuracyChart(charts, summary, { width, height: Math.min(height, 440) }),
    caption: `Bars are ${levelText(summary)} intervals over documents.${sizesDiffer(summary) ? ` ${FRONT_CAPTION}` : ''}`,
  })
}
${
  measured.length > 0 &&
  figure({
    title: loss ? 'What each variant costs, document by document' : 'What each variant changes, document by document',
    text: differencesText(summary),
    draw: (width) => forestChart(charts, summary, { width, height }),
    caption: `Paired differences with ${levelText(summary)} intervals.${loss ? ' The upright tick is the bound that decides: right of the margin, the loss is small enough.' : ''}`,
  })
}
</div></section>`;
}

export interface FigureParts {
  title: string;
  /** What the chart shows, for those who do not see it. */
  text: string;
  draw: (width: number) => Markup;
  caption: string;
  /** Over both columns. */
  across?: boolean;
}

/** A chart in two widths, of which the page shows the one that fits, so that its text keeps its size. */
export function figure({ title, text, draw, caption, across = false }: FigureParts): Markup {
  return html`<figure${across && html` class="across"`}><h3>${title}</h3><div class="drawing" role="img" aria-label="${text}"><div class="wide">${draw(across ? BOTH : COLUMN)}</div><div class="narrow">${draw(NARROW)}</div></div><figcaption>${caption}</figcaption></figure>`;
}

function legend({ comparisons }: RunSummary): Markup | null {
  const verdicts = [...new Set(comparisons.map((comparison) => comparison.verdict))];
  if (verdicts.length === 0) return null;
  const entries = verdicts.map((verdict) => {
    const comparison = comparisons.find((candidate) => candidate.verdict === verdict);
    return html`<li>${symbolMark(symbolOf(comparison))}${verdictWords(verdict)}</li>`;
  });
  return html`<ul class="legend" aria-label="Symbols"><li>${symbolMark(symbolOf(undefined))}baseline</li>${entries}</ul>`;
}

function accuracyText({ variants }: RunSummary): string {
  return `Field accuracy: ${listed(variants.map((variant) => `${variant.id} ${percentEstimate(variant.fieldAccuracy)}`))}. The same numbers stand in the table of verdicts.`;
}

function differencesText({ comparisons }: RunSummary): string {
  const parts = comparisons.map(
    ({ candidate, difference, verdict }) => `${candidate} ${pointsText(difference.value)}, ${verdictWords(verdict)}`,
  );
  return `Difference in points: ${parts.join('; ')}. The same numbers stand in the table of paired differences.`;
}

function levelText({ variants }: RunSummary): string {
  return `${Math.round((variants[0]?.fieldAccuracy.level ?? 0.95) * 1000) / 10}%`;
}
