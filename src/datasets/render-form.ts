import type { FormSource } from './document-form.ts';
import type { Page } from './rendering/page.ts';
import { type Generator, GENERATORS } from './synthesis/generators.ts';
import type { GenerateOptions } from './synthesis/v2/generate.ts';

/** One document of a generator. */
export interface Drawn {
  seed: number;
  split: string;
  index: number;
  options?: GenerateOptions | undefined;
}

/** Text in columns: of the pages, where the generator has pages; else the plain text with its tabs as columns. */
export function renderLayout(generator: Generator, drawn: Drawn): string {
  const { seed, split, index, options } = drawn;
  if (generator.makePages !== undefined) return generator.makePages(seed, split, index, options).layoutText;
  return expandTabs(generator.make(seed, split, index, options).text);
}

/**
 * A synthetic document as one PDF, or as a JPEG of each page. A generator without pages has its text set in a typewriter face,
 * line by line. Severity 0 to 3 is how worn scans are; it is drawn page by page when left out.
 */
export async function renderForm(
  { recipe, split, id, form }: Extract<FormSource, { kind: 'synthetic' }>,
  severity?: number,
): Promise<Uint8Array[]> {
  const generator = GENERATORS[recipe.generator];
  const index = generator?.indexOf(split, id) ?? null;
  if (generator === undefined || index === null) throw new Error(`${recipe.name}/${split} has no document ${id}`);
  const options = generator.parseOptions?.(split, recipe);
  const drawn = { seed: recipe.seed, split, index, options };
  const pages = generator.makePages?.(recipe.seed, split, index, options).pages ?? null;
  const { renderPdf } = await import('./rendering/render-pdf.ts');
  const set = pages ?? setTypewriter(renderLayout(generator, drawn));
  const pdf = await renderPdf(set, { title: id });
  if (form === 'pdf') return [pdf];
  const { scanPages } = await import('./write-renderings.ts');
  const level = severity === undefined ? {} : { severity: severity as 0 | 1 | 2 | 3 };
  const scans = await scanPages({ id, pages: set, pdf, seed: recipe.seed, ...level });
  return scans.map(({ picture }) => picture);
}

/** Neighbouring lines with tabs are a table: each column gets the width of its widest cell and two blanks. */
export function expandTabs(text: string): string {
  const lines = text.split('\n');
  const expanded: string[] = [];
  for (let start = 0; start < lines.length; ) {
    let end = start;
    while (end < lines.length && (lines[end] as string).includes('\t')) end += 1;
    if (end === start) {
      expanded.push(lines[start] as string);
      start += 1;
      continue;
    }
    const rows = lines.slice(start, end).map((line) => line.split('\t'));
    const widths = rows.reduce<number[]>(
      (all, row) => row.map((cell, i) => Math.max(cell.length, all[i] ?? 0)).concat(all.slice(row.length)),
      [],
    );
    for (const row of rows)
      expanded.push(row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd((widths[i] ?? 0) + 2))).join(''));
    start = end;
  }
  return expanded.join('\n');
}

const PAGE = { width: 595.28, height: 841.89 };
const MARGIN = 42;
const SIZE = 8;
/** Width of one cell and height of one line in points: an advance of 0.6 of the size, as typewriter faces have. */
const CELL = SIZE * 0.6;
const LEADING = 11;

/** Text as pages: each piece between gaps of two blanks or more stands at its own column. Blanks that do not break are part of a piece. */
function setTypewriter(text: string): Page[] {
  const lines = text.split('\n');
  const perPage = Math.floor((PAGE.height - 2 * MARGIN) / LEADING);
  const face = /[^\u0020-\u007e\u00a0-\u00ff\u20ac\u2013\u2014\u2018-\u201d\u2022\t\n]/u.test(text) ? 'noto' : 'sans';
  const pages: Page[] = [];
  for (let start = 0; start < Math.max(1, lines.length); start += perPage) {
    const runs = lines.slice(start, start + perPage).flatMap((line, row) =>
      [...line.matchAll(/[^ \t]+(?: [^ \t]+)*/g)].map((piece): Page['runs'][number] => ({
        x: MARGIN + piece.index * CELL,
        y: MARGIN + (row + 1) * LEADING,
        width: piece[0].length * CELL,
        size: SIZE,
        bold: false,
        color: '#000000',
        segments: [{ text: piece[0] }],
        text: piece[0],
        align: 'left',
        block: row,
      })),
    );
    pages.push({ ...PAGE, face, shapes: [], runs });
  }
  return pages;
}
