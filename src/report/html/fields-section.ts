import type { FieldSummary, RunSummary, VariantSummary } from '../../compare/run-summary.ts';
import { countText, percentRange, percentText } from '../number-text.ts';
import { worstFields } from '../worst-fields.ts';
import { type HeatRow, heatLegend, heatTable } from './heat-table.ts';
import { type Markup, html } from './html-text.ts';

/** Fields against variants, the least accurate field first, with the outcome counts behind every cell. */
export function fieldsSection({ variants }: RunSummary): Markup | null {
  const rows = heatRows(variants);
  if (rows.length === 0) return null;
  const columns = variants.map((variant) => variant.id);
  return html`<section id="fields" aria-labelledby="fields-title"><h2 id="fields-title">Fields</h2>
<p class="lead">Share of documents in which the field is right, in percent with its interval. The field that falls lowest stands first; the three worst of each variant are bold.</p>
${heatLegend()}${heatTable('Field accuracy by variant', 'Field', columns, rows)}
<details><summary>Outcome counts of every field</summary><div class="scroll" tabindex="0" role="region" aria-label="Outcome counts"><table><caption class="hidden">Outcomes by field and variant</caption>
<thead><tr><th scope="col">Field</th><th scope="col">Variant</th><th scope="col" class="number">Right</th><th scope="col" class="number">Different</th><th scope="col" class="number">Missed</th><th scope="col" class="number">Invented</th><th scope="col" class="number">Rightly absent</th><th scope="col" class="number">Accuracy</th><th scope="col" class="number">n</th></tr></thead><tbody>
${rows.map((row) => variants.map((variant) => outcomeRow(variant, row.label)))}</tbody></table></div></details></section>`;
}

function heatRows(variants: VariantSummary[]): HeatRow[] {
  const names = [...new Set(variants.flatMap((variant) => variant.fields.map((field) => field.field)))];
  const worst = variants.map((variant) => new Set(worstFields(variant, 3).map((field) => field.field)));
  const rows = names.map((label) => ({
    label,
    cells: variants.map((variant) => fieldOf(variant, label)?.accuracy ?? null),
    worst: new Set(worst.flatMap((fields, index) => (fields.has(label) ? [index] : []))),
  }));
  const lowest = (row: HeatRow): number => Math.min(...row.cells.map((cell) => cell?.value ?? 1));
  return rows.sort((a, b) => lowest(a) - lowest(b));
}

function outcomeRow(variant: VariantSummary, name: string): Markup | null {
  const field = fieldOf(variant, name);
  if (field === undefined) return null;
  const counts = [field.tp, field.fd, field.fn, field.fa, field.tn];
  return html`<tr><th scope="row">${name}</th><td>${variant.id}</td>${counts.map((count) => html`<td class="number">${countText(count)}</td>`)}<td class="number">${percentText(field.accuracy.value)}% <span class="range">${percentRange(field.accuracy)}</span></td><td class="number">${countText(field.accuracy.n)}</td></tr>
`;
}

function fieldOf(variant: VariantSummary, name: string): FieldSummary | undefined {
  return variant.fields.find((field) => field.field === name);
}
