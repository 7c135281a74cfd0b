import type { RunSummary, SliceSummary } from '../../compare/run-summary.ts';
import { countText } from '../number-text.ts';
import { heatTable } from './heat-table.ts';
import { figure } from './charts-section.ts';
import { type Markup, html } from './html-text.ts';
import type { Charts } from './load-plot.ts';
import { tiersChart, tiersHeight, tiersKnown, tiersText } from './tiers-chart.ts';

/** Field accuracy on parts of the dataset: difficulty first, then locale, layout, or whatever axes the run carries. */
export function slicesSection(charts: Charts, summary: RunSummary): Markup | null {
  const { slices, variants } = summary;
  if (slices.length === 0) return null;
  const axes = [...new Set(slices.map((slice) => slice.axis))].sort(
    (a, b) => Number(b === 'tier') - Number(a === 'tier'),
  );
  const columns = variants.map((variant) => variant.id);
  return html`<section id="slices" aria-labelledby="slices-title"><h2 id="slices-title">Slices</h2>
<p class="lead">Field accuracy on parts of the dataset, in percent with its interval. Small slices have wide intervals: read them before the difference. Shades as above.</p>
${
  tiersKnown(summary) &&
  html`<div class="charts">${figure({
    across: true,
    title: 'Tiers and variants',
    text: tiersText(summary),
    draw: (width) => tiersChart(charts, summary, { width, height: tiersHeight(summary, width) }),
    caption: 'Bars are intervals over the documents of the tier. Dashed: the baseline.',
  })}</div>`
}
${axes.map((axis) =>
  heatTable(
    `Field accuracy by ${axis}`,
    `${axis.charAt(0).toUpperCase()}${axis.slice(1)}`,
    columns,
    rowsOf(
      slices.filter((slice) => slice.axis === axis),
      columns,
    ),
  ),
)}</section>`;
}

function rowsOf(slices: SliceSummary[], variants: string[]): Parameters<typeof heatTable>[3] {
  const values = [...new Set(slices.map((slice) => slice.value))];
  return values.map((value) => {
    const cells = variants.map(
      (variant) => slices.find((slice) => slice.value === value && slice.variant === variant)?.fieldAccuracy ?? null,
    );
    const n = Math.max(0, ...cells.map((cell) => cell?.n ?? 0));
    return { label: `${value} · n ${countText(n)}`, cells };
  });
}
