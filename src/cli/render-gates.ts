import type { Diversity } from '../datasets/gates/diversity.ts';
import type { GateResult } from '../datasets/gates/gate.ts';
import { renderPairs, renderTable } from './text-table.ts';

/** The gates as a table, what each found, and what is in the dataset. */
export function renderGates(name: string, gates: readonly GateResult[], diversity: Diversity): string {
  const rows = gates.map(({ gate, result, checked, failed, of }) => [
    gate,
    result,
    result === 'skipped' ? '' : `${checked - failed} of ${checked} ${of}`,
  ]);
  const notes = gates.flatMap((gate) => [
    ...gate.notes.map((note) => `${gate.gate}: ${note}`),
    ...(gate.measured ?? []).map((values) => `${gate.gate}: ${renderMeasured(values)}`),
  ]);
  const list = (counts: Record<string, number>): string =>
    Object.entries(counts)
      .sort((a, b) => b[1] - a[1])
      .map(([value, count]) => `${value} ${count}`)
      .join(', ');
  const spread = ({ low, median, p95, high }: Diversity['rows']): string =>
    `${low} to ${high}, median ${median}, p95 ${p95}`;
  const absent = Object.entries(diversity.absent)
    .filter(([, share]) => share > 0)
    .map(([field, share]) => `${field} ${Math.round(share * 100)} %`)
    .join(', ');
  const pairs = renderPairs([
    ['documents', String(diversity.documents)],
    ['tiers', list(diversity.tiers)],
    ['layouts', list(diversity.layouts)],
    ['locales', list(diversity.locales)],
    ['currencies', list(diversity.currencies)],
    ['kinds', list(diversity.documentTypes) || null],
    ['rows', spread(diversity.rows)],
    ['pages', spread(diversity.pages)],
    ['characters', spread(diversity.characters)],
    ['pieces', spread(diversity.pieces)],
    ['absent', absent || null],
  ]);
  const found = notes.length === 0 ? '' : `\n${notes.join('\n')}\n`;
  return `${name}\n\n${renderTable(['gate', 'result', ''], rows, [])}${found}\n${pairs}`;
}

function renderMeasured(values: Record<string, number>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
      return `${words} ${Number.isInteger(value) ? value : value.toFixed(3)}`;
    })
    .join(', ');
}
