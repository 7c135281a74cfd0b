import type { PrintedPiece } from '../../datasets/import/page/page-text.ts';

/** Widest row, in characters: text outside the page must not make endless rows. */
const MOST_CELLS = 400;

/**
 * Text whose columns stand under each other as on the page: every piece at the cell of its left edge, a cell being as wide
 * as a character is on average. Rows that are more than two lines apart are divided by a blank line, pages by a form feed.
 */
export function makeColumnText(pieces: readonly PrintedPiece[]): string {
  return makeText(pieces, true);
}

/** The same rows without their columns: what stands apart in a row is two blanks apart. */
export function makeRowText(pieces: readonly PrintedPiece[]): string {
  return makeText(pieces, false);
}

function makeText(pieces: readonly PrintedPiece[], columns: boolean): string {
  const pages = new Map<number, PrintedPiece[]>();
  for (const piece of pieces) pages.set(piece.page, [...(pages.get(piece.page) ?? []), piece]);
  const set = [...pages.values()].map((page) => setPage(page, columns));
  return `${set.join(columns ? '\n\f' : '\n\n')}\n`;
}

function setPage(pieces: readonly PrintedPiece[], columns: boolean): string {
  const upright = pieces.filter((piece) => piece.upright);
  const left = Math.min(...upright.map((piece) => piece.left));
  const cell = typewriterStep(upright, left) ?? widthOfCell(upright);
  const rows: string[] = [];
  let before: PrintedPiece | undefined;
  for (const row of rowsOf(upright)) {
    const [first] = row as [PrintedPiece];
    if (before !== undefined && first.baseline - before.baseline > 2.1 * Math.max(first.size, before.size))
      rows.push('');
    before = first;
    rows.push(setRow(row, columns ? { left, cell } : null));
  }
  // Text that runs up or down the page has no row among the others.
  return [...rows, ...pieces.filter((piece) => !piece.upright).map(({ text }) => text)].join('\n');
}

function setRow(row: readonly PrintedPiece[], grid: { left: number; cell: number } | null): string {
  let text = '';
  let previous: PrintedPiece | undefined;
  for (const piece of row) {
    const gap = previous === undefined ? Number.POSITIVE_INFINITY : (piece.left - previous.right) / piece.size;
    const column =
      grid === null ? 0 : Math.min(MOST_CELLS, Math.max(0, Math.round((piece.left - grid.left) / grid.cell)));
    if (previous === undefined) text = ' '.repeat(column);
    else if (gap > 1) text = text.padEnd(Math.max(text.length + 2, column));
    else if ((gap > 0.12 || piece.isWord === true) && !/\s$/.test(text) && !/^\s/.test(piece.text)) text += ' ';
    text += piece.text;
    previous = piece;
  }
  return text.trimEnd();
}

/** Advance of a typewriter face in shares of its size. */
const TYPEWRITER = 0.6;
/** So few places may stand on a grid by chance. */
const LEAST_PLACES = 4;

/** The cell of a page that was typed on a grid, whatever face the file shows it in; `null` where pieces stand beside the grid. */
function typewriterStep(pieces: readonly PrintedPiece[], left: number): number | null {
  const step = TYPEWRITER * (pieces[0]?.size ?? 0);
  const places = new Set(pieces.map((piece) => Math.round((piece.left - left) * 100) / (100 * step)));
  const isOnGrid = [...places].every((place) => Math.abs(place - Math.round(place)) < 0.02);
  return isOnGrid && places.size >= LEAST_PLACES ? step : null;
}

function widthOfCell(pieces: readonly PrintedPiece[]): number {
  const widths = pieces
    .filter(({ text, left, right }) => text.trim().length >= 3 && right > left)
    .map(({ text, left, right }) => (right - left) / text.length)
    .sort((a, b) => a - b);
  return Math.max(0.5, widths[Math.floor(widths.length / 2)] ?? 5);
}

function rowsOf(pieces: readonly PrintedPiece[]): PrintedPiece[][] {
  const rows: PrintedPiece[][] = [];
  for (const piece of [...pieces].sort((a, b) => a.baseline - b.baseline || a.left - b.left)) {
    const first = rows.at(-1)?.[0];
    const joins = first !== undefined && piece.baseline - first.baseline < 0.4 * Math.min(first.size, piece.size);
    if (joins) rows.at(-1)?.push(piece);
    else rows.push([piece]);
  }
  for (const row of rows) row.sort((a, b) => a.left - b.left);
  return rows;
}
