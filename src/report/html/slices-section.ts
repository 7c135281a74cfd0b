import type { RunSummary, SliceSummary } from '../../compare/run-summary.ts';
import { countText } from '../number-text.ts';
import { heatTable } from './heat-table.ts';
import { type Markup, html } from './html-text.ts';

/** Field accuracy on parts of the dataset: difficulty, locale, layout, or whatever axes the run carries. */
export function slicesSection({ slices, variants }: RunSummary): Markup | null {
  if (slices.length === 0) return null;
  const axes = [...new Set(slices.map((slice) => slice.axis))];
  const columns = variants.map((variant) => variant.id);
  return html`<section id="slices" aria-labelledby="slices-title"><h2 id="slices-title">Slices</h2>
<p class="lead">Field accuracy on parts of the dataset, in percent with its interval. Small slices have wide intervals: read them before the difference. Shades as above.</p>
${axes.map((axis) =>
  heatTable(
    `Field accuracy by ${axis}`,
    axis,
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
