import { measureText } from '../../rendering/font-metrics.ts';
import type { FieldMark, Page, Run, Segment } from '../../rendering/page.ts';

/** Where a value stands: in the plain text, on a page, and in a box. */
export interface Place {
  printed: string;
  span: [number, number];
  page: number;
  box: [number, number, number, number];
}

export interface PlainText {
  text: string;
  /** First place of every mark, by {@link markKey}. */
  places: Map<string, Place>;
}

export function markKey(mark: FieldMark): string {
  return typeof mark === 'string' ? mark : `${mark.line}.${mark.cell}`;
}

/** Runs on one line: their baselines differ by less than this share of their size. */
const SAME_LINE = 0.45;

/** Groups runs into lines from top to bottom, each from left to right. */
function makeLines(runs: readonly Run[]): Run[][] {
  const sorted = [...runs].sort((a, b) => a.y - b.y || a.x - b.x);
  const lines: Run[][] = [];
  let line: Run[] = [];
  for (const run of sorted) {
    const [first] = line;
    if (first !== undefined && run.y - first.y > SAME_LINE * Math.min(run.size, first.size)) {
      lines.push(line);
      line = [];
    }
    line.push(run);
  }
  if (line.length > 0) lines.push(line);
  for (const runsOfLine of lines) runsOfLine.sort((a, b) => a.x - b.x);
  return lines;
}

/**
 * The pages as plain text in reading order: block after block, or line by line across the page. Pieces of a line are
 * joined by `gap`. The places are where each value is printed first in this text.
 */
export function renderPlainText(pages: readonly Page[], reading: 'blocks' | 'rows', gap: string): PlainText {
  const places = new Map<string, Place>();
  let text = '';
  pages.forEach((page, index) => {
    for (const lines of reading === 'rows' ? [makeLines(page.runs)] : blocksOf(page).map(makeLines)) {
      for (const line of lines) {
        if (text !== '') text += '\n';
        line.forEach((run, i) => {
          if (i > 0) text += gap;
          for (const segment of run.segments) {
            if (segment.mark !== undefined) {
              const key = markKey(segment.mark);
              if (!places.has(key)) {
                const span: [number, number] = [text.length, text.length + segment.text.length];
                places.set(key, { printed: segment.text, span, page: index + 1, box: boxOf(page, run, segment) });
              }
            }
            text += segment.text;
          }
        });
      }
    }
  });
  return { text, places };
}

/** Ascent and descent of the faces, in ems: enough for every letter. */
const ASCENT = 0.78;
const DESCENT = 0.22;

function boxOf(page: Page, run: Run, segment: Segment): Place['box'] {
  let left = run.x;
  for (const before of run.segments) {
    if (before === segment) break;
    left += measureText(before.text, page.face, run.bold, run.size);
  }
  const right = left + measureText(segment.text, page.face, run.bold, run.size);
  const share = (value: number, whole: number): number =>
    Math.round(Math.min(1, Math.max(0, value / whole)) * 10_000) / 10_000;
  return [
    share(left, page.width),
    share(run.y - ASCENT * run.size, page.height),
    share(right, page.width),
    share(run.y + DESCENT * run.size, page.height),
  ];
}

/** Width of one character cell of the layout text in points. */
const CELL = 4.7;

/** The pages as text whose columns stand under each other: every run at the place that it has on the page. */
export function renderLayoutText(pages: readonly Page[]): string {
  return pages
    .map((page) => {
      const rows: string[] = [];
      let before: Run | undefined;
      for (const line of makeLines(page.runs)) {
        const [first] = line;
        if (first === undefined) continue;
        if (before !== undefined && first.y - before.y > 2.1 * Math.max(first.size, 8)) rows.push('');
        before = first;
        let row = '';
        for (const run of line) {
          const length = run.text.length;
          const at =
            run.align === 'left'
              ? run.x / CELL
              : run.align === 'right'
                ? (run.x + run.width) / CELL - length
                : (run.x + run.width / 2) / CELL - length / 2;
          const column = Math.max(row === '' ? 0 : row.length + 2, Math.round(at - FIRST_COLUMN));
          row = row.padEnd(column) + run.text;
        }
        rows.push(row);
      }
      return rows.join('\n');
    })
    .join('\n\f');
}

/** Cells that the margin would take. */
const FIRST_COLUMN = 5;

function blocksOf(page: Page): Run[][] {
  const blocks = new Map<number, Run[]>();
  for (const run of page.runs) {
    const block = blocks.get(run.block);
    if (block === undefined) blocks.set(run.block, [run]);
    else block.push(run);
  }
  return [...blocks].sort((a, b) => a[0] - b[0]).map(([, runs]) => runs);
}
