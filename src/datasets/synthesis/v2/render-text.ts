import { HEADER_FIELDS, type HeaderField, LINE_FIELDS, type LineField } from '../../../invoices/fields.ts';
import { measureText } from '../../rendering/font-metrics.ts';
import type { Page, Run, Segment } from '../../rendering/page.ts';

/** Where a value stands: in the plain text, on a page, and in a box. */
export interface Place {
  printed: string;
  span: [number, number];
  page: number;
  box: [number, number, number, number];
}

/** First place of every printed value. */
export interface Places {
  header: PlacesOf<HeaderField>;
  /** By line; a line without any place has no entry. */
  lines: (PlacesOf<LineField> | undefined)[];
}

type PlacesOf<Name extends string> = Record<Name, Place | undefined>;

const HEADER = emptyPlaces(Object.keys(HEADER_FIELDS) as HeaderField[]);
const LINE = emptyPlaces(Object.keys(LINE_FIELDS) as LineField[]);

/** All names from the start: an object that grows name by name costs more than the text. */
function emptyPlaces<Name extends string>(names: readonly Name[]): PlacesOf<Name> {
  return Object.fromEntries(names.map((name) => [name, undefined])) as PlacesOf<Name>;
}

export interface PlainText {
  text: string;
  places: Places;
}

/** Runs on one line: their baselines differ by less than this share of their size. */
const SAME_LINE = 0.45;

/** Groups runs into lines from top to bottom, each from left to right. */
function makeLines(runs: readonly Run[]): (readonly Run[])[] {
  const lines: (readonly Run[])[] = [];
  const ordered = sortedBy(runs, byPlace);
  let start = 0;
  for (let i = 1; i <= ordered.length; i += 1) {
    const first = ordered[start] as Run;
    const run = ordered[i];
    if (run !== undefined && run.y - first.y <= SAME_LINE * Math.min(run.size, first.size)) continue;
    const line = start === 0 && i === ordered.length ? ordered : ordered.slice(start, i);
    lines.push(sortedBy(line, byLeft));
    start = i;
  }
  return lines;
}

const byPlace = (a: Run, b: Run): number => a.y - b.y || a.x - b.x;
const byLeft = (a: Run, b: Run): number => a.x - b.x;
const byBlock = (a: Run, b: Run): number => a.block - b.block;

/** The list itself where it is in order already, as most rows are; else a sorted copy. */
function sortedBy(items: readonly Run[], compare: (a: Run, b: Run) => number): readonly Run[] {
  for (let i = 1; i < items.length; i += 1)
    if (compare(items[i - 1] as Run, items[i] as Run) > 0) return [...items].sort(compare);
  return items;
}

/**
 * The pages as plain text in reading order: block after block, or line by line across the page. Pieces of a line are
 * joined by `gap`. The places are where each value is printed first in this text.
 */
export function renderPlainText(pages: readonly Page[], reading: 'blocks' | 'rows', gap: string): PlainText {
  const places: Places = { header: { ...HEADER }, lines: [] };
  const rows: string[] = [];
  let at = 0;
  pages.forEach((page, index) => {
    for (const runs of reading === 'rows' ? [page.runs] : blocksOf(page)) {
      for (const line of makeLines(runs)) {
        let row = '';
        for (const run of line) {
          if (row !== '') row += gap;
          for (const segment of run.segments) {
            const { text, mark } = segment;
            if (mark !== undefined) {
              const place = (): Place => ({
                printed: text,
                span: [at + row.length, at + row.length + text.length],
                page: index + 1,
                box: boxOf(page, run, segment),
              });
              if (typeof mark === 'string') places.header[mark] ??= place();
              else (places.lines[mark.line] ??= { ...LINE })[mark.cell] ??= place();
            }
            row += segment.text;
          }
        }
        rows.push(row);
        at += row.length + 1;
      }
    }
  });
  return { text: rows.join('\n'), places };
}

/** Ascent and descent of the faces, in ems: enough for every letter. */
const ASCENT = 0.78;
const DESCENT = 0.22;

function boxOf(page: Page, run: Run, segment: Segment): Place['box'] {
  let left = run.x;
  let width = run.width;
  if (run.segments.length > 1) {
    for (const before of run.segments) {
      if (before === segment) break;
      left += measureText(before.text, page.face, run.bold, run.size);
    }
    width = measureText(segment.text, page.face, run.bold, run.size);
  }
  return [
    shareOf(left, page.width),
    shareOf(run.y - ASCENT * run.size, page.height),
    shareOf(left + width, page.width),
    shareOf(run.y + DESCENT * run.size, page.height),
  ];
}

function shareOf(value: number, whole: number): number {
  return Math.round(Math.min(1, Math.max(0, value / whole)) * 10_000) / 10_000;
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

/** Blocks in the order of their numbers. */
function blocksOf(page: Page): (readonly Run[])[] {
  const runs = sortedBy(page.runs, byBlock);
  const blocks: (readonly Run[])[] = [];
  let start = 0;
  for (let i = 1; i <= runs.length; i += 1) {
    if (runs[i]?.block === runs[start]?.block) continue;
    blocks.push(runs.slice(start, i));
    start = i;
  }
  return blocks;
}
