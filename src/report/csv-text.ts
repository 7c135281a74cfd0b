import { visibleText } from './safe-text.ts';

export type CsvCell = string | number | null;

/** Rows as CSV (RFC 4180 quoting, `\n` between lines): numbers in full precision, missing ones empty. */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  // A spreadsheet runs text that starts like a formula; an apostrophe keeps it text.
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${visibleText(cell)}` : visibleText(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
