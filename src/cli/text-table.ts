import { columnsOf, visibleText } from '../report/safe-text.ts';
import { padText } from '../report/terminal-text.ts';

/** Rows under a heading, columns two spaces apart; those named in `right` (by index) are aligned right. */
export function renderTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const cells = [heading, ...rows].map((row) => row.map(visibleText));
  const widths = heading.map((_, column) => Math.max(...cells.map((row) => columnsOf(row[column] ?? ''))));
  const lines = cells.map((row) =>
    widths
      .map((width, column) => padText(row[column] ?? '', width, right.includes(column) ? 'right' : 'left'))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** `name   value` lines; a value that is `null` is left out. */
export function renderPairs(pairs: readonly (readonly [string, string | null])[]): string {
  const shown = pairs.flatMap(([name, value]) => (value === null ? [] : [[name, visibleText(value)] as const]));
  const width = Math.max(0, ...shown.map(([name]) => columnsOf(name)));
  return shown.map(([name, value]) => `${padText(name, width, 'left')}  ${value}\n`).join('');
}
