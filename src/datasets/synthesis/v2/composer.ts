import { emsOf, type FaceName, measureText } from '../../rendering/font-metrics.ts';
import type { Page, Run, Segment, Shape } from '../../rendering/page.ts';
import type { Family } from './families.ts';
import { segment, type Style } from './style.ts';

export interface TextOptions {
  size?: number;
  bold?: boolean;
  color?: string;
  align?: 'left' | 'right' | 'center';
  /** The text is made smaller until it fits. */
  width?: number;
}

/** A part of the page's width. */
export interface Region {
  x: number;
  width: number;
}

/** Text whose width is known: `ems` in thousandths of an em of the composer's face, in the weight of its look. */
export interface Measured {
  segments: readonly Segment[];
  text: string;
  ems: number;
}

export interface CellLook {
  size: number;
  bold: boolean;
  color: string;
  align: 'left' | 'right';
  /** The text is made smaller until it fits. */
  width: number;
}

/** The text of pieces that stand one after the other. */
export function textOf(pieces: readonly Segment[]): string {
  if (pieces.length === 1) return (pieces[0] as Segment).text;
  let text = '';
  for (const piece of pieces) text += piece.text;
  return text;
}

/** Most texts begin with a sign that is seen, which is quicker to tell than to trim. */
function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && text.trim() === '';
}

const MINIMUM_SIZE = 5;
/** Block of the small print at the foot. */
const LAST_BLOCK = 1_000_000;
const MILLIMETRE = 72 / 25.4;

/** Puts text and shapes on pages, from top to bottom. Coordinates in points, origin top left. */
export class Composer {
  readonly pages: Page[] = [];
  readonly style: Style;
  readonly family: Family;
  readonly face: FaceName;
  readonly margin: number;
  readonly width: number;
  /** The page between its margins. */
  readonly region: Readonly<Region>;
  height: number;
  /** Where the next block begins. */
  y: number;
  /** Lowest point that the flow may reach. */
  readonly bottom: number;
  private block = 0;
  private current: Page;

  constructor(style: Style, family: Family, margin: number) {
    this.style = style;
    this.family = family;
    this.face = style.face;
    const letter = style.region.paper === 'Letter';
    const [short, long] = letter ? [612, 792] : [595, 842];
    this.width = family.sheet === 'receipt' ? Math.round(80 * MILLIMETRE) : family.sheet === 'landscape' ? long : short;
    // A receipt is cut where it ends.
    this.height = family.sheet === 'receipt' ? 14_400 : family.sheet === 'landscape' ? short : long;
    this.margin = margin;
    this.region = { x: margin, width: this.width - 2 * margin };
    this.bottom = this.height - margin - 34;
    this.y = margin;
    this.current = this.addPage();
  }

  addPage(): Page {
    this.current = { width: this.width, height: this.height, face: this.face, shapes: [], runs: [] };
    this.pages.push(this.current);
    this.y = this.margin;
    this.nextBlock();
    return this.current;
  }

  /** Runs that follow are read after all that came before. */
  nextBlock(): void {
    this.block += 1;
  }

  /** Leaves the page when less than `height` is left on it. */
  reserve(height: number): boolean {
    if (this.y + height <= this.bottom) return false;
    this.addPage();
    return true;
  }

  measure(text: string, size = this.style.size, bold = false): number {
    return measureText(text, this.face, bold, size);
  }

  /** Writes one line of pieces at a baseline; returns its width. `x` is its left, right or middle, as `align` says. */
  text(pieces: readonly Segment[] | string, x: number, y: number, options: TextOptions = {}): number {
    return this.put(this.current, this.makeRun(pieces, x, y, options));
  }

  /** As {@link Composer.text}, of text that was measured before; nothing for a blank one. */
  cell({ segments, text, ems }: Measured, x: number, y: number, look: CellLook): void {
    if (isBlank(text)) return;
    let { size } = look;
    let width = (ems * size) / 1000;
    if (width > look.width) {
      size = Math.max(MINIMUM_SIZE, (size * look.width) / width);
      width = (ems * size) / 1000;
    }
    const left = look.align === 'left' ? x : x - width;
    const { bold, color, align } = look;
    this.current.runs.push({ x: left, y, width, size, bold, color, segments, text, block: this.block, align });
  }

  /** As {@link Composer.text}, on any page, read after everything else there. */
  textOn(page: Page, pieces: readonly Segment[] | string, at: { x: number; y: number }, options: TextOptions): number {
    const run = this.makeRun(pieces, at.x, at.y, options);
    if (run !== null) run.block = LAST_BLOCK;
    return this.put(page, run);
  }

  private put(page: Page, run: Run | null): number {
    if (run === null) return 0;
    page.runs.push(run);
    return run.width;
  }

  private makeRun(pieces: readonly Segment[] | string, x: number, y: number, options: TextOptions): Run | null {
    const segments = typeof pieces === 'string' ? [segment(pieces)] : pieces;
    const text = textOf(segments);
    if (isBlank(text)) return null;
    const bold = options.bold ?? false;
    let size = options.size ?? this.style.size;
    const ems = emsOf(text, this.face, bold);
    let width = (ems * size) / 1000;
    if (options.width !== undefined && width > options.width) {
      size = Math.max(MINIMUM_SIZE, (size * options.width) / width);
      width = (ems * size) / 1000;
    }
    const align = options.align ?? 'left';
    const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
    const color = options.color ?? this.style.ink;
    return { x: left, y, width, size, bold, color, segments, text, block: this.block, align };
  }

  shape(shape: Shape): void {
    this.current.shapes.push(shape);
  }

  rule(x1: number, x2: number, y: number, width = 0.6, color = this.style.grey): void {
    this.shape({ kind: 'line', x1, y1: y, x2, y2: y, width, color });
  }

  /** Lines of a text that fit a width; Japanese breaks anywhere. */
  wrap(text: string, width: number, size = this.style.size): string[] {
    const words = this.face === 'jp' ? Array.from(text) : text.split(' ');
    const glue = this.face === 'jp' ? '' : ' ';
    const lines: string[] = [];
    const glueEms = emsOf(glue, this.face, false);
    let line = '';
    let ems = 0;
    for (const word of words) {
      const own = emsOf(word, this.face, false);
      const longer = ems + glueEms + own;
      if (line !== '' && (longer * size) / 1000 > width) {
        lines.push(line);
        [line, ems] = [word, own];
      } else [line, ems] = line === '' ? [word, own] : [line + glue + word, longer];
    }
    if (line !== '') lines.push(line);
    return lines;
  }

  /** Cuts a receipt where its content ends. */
  cut(): void {
    if (this.family.sheet !== 'receipt') return;
    this.height = Math.ceil(this.y + 24);
    for (const page of this.pages) page.height = this.height;
  }
}
