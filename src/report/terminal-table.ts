import type { RunSummary, VariantSummary } from '../compare/run-summary.ts';
import { bytesText, percentRange, percentText, threeDigits } from './number-text.ts';
import { columnsOf, visibleText } from './safe-text.ts';
import { type Paint, padText } from './terminal-text.ts';
import { verdictTone, verdictWords } from './verdict-words.ts';

const GAP = '  ';
const HEADINGS = ['variant', 'file', 'field accuracy %', '', 'exact %', '', 'docs/s', 'verdict'] as const;
/** Left-aligned columns; all others hold numbers. */
const LEFT = new Set([0, 3, 5, 7]);

/**
 * The variants as an aligned table. Where it is wider than the terminal, each variant's id takes a line of its own, so
 * that no number is ever cut.
 */
export function variantTable(summary: RunSummary, width: number, paint: Paint): string[] {
  const rows = summary.variants.map((variant) => cellsOf(summary, variant));
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => columnsOf(row[column] ?? ''))));
  // A heading over a number and its interval may spread over both columns.
  for (const [column, span] of [
    [0, 1],
    [1, 1],
    [2, 2],
    [4, 2],
    [6, 1],
    [7, 1],
  ] as const) {
    const room = (widths[column] ?? 0) + (span === 2 ? GAP.length + (widths[column + 1] ?? 0) : 0);
    const last = column + span - 1;
    widths[last] = (widths[last] ?? 0) + Math.max(0, (HEADINGS[column] ?? '').length - room);
  }
  const total = widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1));
  const stacked = total > width;
  const heading = headingLine(widths, stacked);
  return [
    paint('faint', heading),
    ...rows.flatMap((row, index) => rowLines(row, widths, stacked, tonedBy(summary, index, paint))),
  ];
}

function cellsOf(summary: RunSummary, variant: VariantSummary): string[] {
  const { fieldAccuracy, documentExact } = variant;
  return [
    visibleText(variant.id),
    bytesText(variant.fileBytes),
    percentText(fieldAccuracy.value),
    percentRange(fieldAccuracy),
    percentText(documentExact.value),
    percentRange(documentExact),
    threeDigits(variant.documentsPerSecond),
    verdictOf(summary, variant.id),
  ];
}

function verdictOf(summary: RunSummary, id: string): string {
  const comparison = summary.comparisons.find((candidate) => candidate.candidate === id);
  if (comparison !== undefined) return verdictWords(comparison.verdict);
  return summary.comparisons.some((candidate) => candidate.baseline === id) ? 'baseline' : '';
}

function tonedBy(summary: RunSummary, index: number, paint: Paint): (cell: string) => string {
  const comparison = summary.comparisons.find(({ candidate }) => candidate === summary.variants[index]?.id);
  return (cell) => (comparison === undefined ? paint('faint', cell) : paint(verdictTone(comparison.verdict), cell));
}

function headingLine(widths: number[], stacked: boolean): string {
  const spread = (column: number): number => (widths[column] ?? 0) + GAP.length + (widths[column + 1] ?? 0);
  const cells = [
    padText(HEADINGS[1], widths[1] ?? 0, 'right'),
    padText(HEADINGS[2], spread(2), 'left'),
    padText(HEADINGS[4], spread(4), 'left'),
    padText(HEADINGS[6], widths[6] ?? 0, 'right'),
    HEADINGS[7],
  ];
  return (stacked ? [' ', ...cells] : [padText(HEADINGS[0], widths[0] ?? 0, 'left'), ...cells]).join(GAP);
}

function rowLines(row: string[], widths: number[], stacked: boolean, toned: (cell: string) => string): string[] {
  const cells = row.map((cell, column) => {
    if (column === row.length - 1) return toned(cell);
    return padText(cell, widths[column] ?? 0, LEFT.has(column) ? 'left' : 'right');
  });
  if (!stacked) return [cells.join(GAP)];
  return [row[0] ?? '', [' ', ...cells.slice(1)].join(GAP)];
}
