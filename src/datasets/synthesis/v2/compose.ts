import type { Page } from '../../rendering/page.ts';
import { Composer, type Region } from './composer.ts';
import type { BlockName, Family } from './families.ts';
import { placeHead, placeParties } from './place-parties.ts';
import { placeMeta, placeTotals, totalsHeight } from './place-pairs.ts';
import { placeTable } from './place-table.ts';
import { labelOf, type Style } from './style.ts';
import type { View } from './view.ts';

/** Places everything that is printed on pages. */
export function composePages(view: View, style: Style, family: Family, decimals: number): Page[] {
  const receipt = family.sheet === 'receipt';
  const margin = receipt ? 14 : style.random.pick([40, 45, 50, 54]);
  const c = new Composer(style, family, margin);
  const { random } = style;
  const gap = receipt ? 6 : random.integer(8, 18);
  const whole = c.region;
  const place: Record<BlockName, () => void> = {
    head: () => placeHead(c, view.seller),
    title: () => placeTitle(c, view.title),
    parties: () => placeParties(c, view, whole),
    meta: () => placeMeta(c, view.meta, metaRegion(c, whole), family.meta),
    'parties-meta': () => {
      const top = c.y;
      const left = whole.width * 0.52;
      placeParties(c, view, { x: whole.x, width: left - 16 });
      const first = c.y;
      c.y = top;
      placeMeta(c, view.meta, { x: whole.x + left, width: whole.width - left }, family.meta);
      c.y = Math.max(first, c.y);
    },
    table: () => placeTable(c, view.table, family.table, decimals),
    totals: () => {
      c.reserve(
        totalsHeight(c, view.totals.length, family.totals) + (view.breakdown?.rows.length ?? 0) * style.size * 1.6 + 20,
      );
      placeBreakdown(c, view.breakdown);
      placeTotals(c, view.totals, family.totals);
    },
    payment: () => placePayment(c, view),
    notes: () => placeNotes(c, view.notes),
  };
  for (const name of family.order) {
    const before = c.y;
    place[name]();
    c.nextBlock();
    if (c.y > before) c.y += gap;
  }
  if (receipt && family.payment === 'foot') placePayment(c, view);
  c.cut();
  placeFeet(c, view);
  return c.pages;
}

/** Cells take the whole width, columns of labels about half of it. */
function metaRegion(c: Composer, whole: Region): Region {
  const wide = c.family.sheet === 'receipt' || ['grid', 'bar', 'below'].includes(c.family.meta);
  if (wide) return whole;
  const width = whole.width * 0.56;
  return c.family.head === 'right' ? { x: whole.x + whole.width - width, width } : { x: whole.x, width };
}

function placeTitle(c: Composer, title: string): void {
  const { size, accent, random } = c.style;
  const { x, width } = c.region;
  const receipt = c.family.sheet === 'receipt';
  const large = receipt ? size * 1.2 : size * random.pick([1.6, 1.9, 2.3]);
  const align =
    receipt || c.family.head === 'center'
      ? 'center'
      : c.family.id === 'borderless' || random.chance(0.15)
        ? 'right'
        : 'left';
  c.y += large;
  const at = align === 'left' ? x : align === 'right' ? x + width : x + width / 2;
  c.text(title, at, c.y, { size: large, bold: true, color: random.chance(0.5) ? accent : c.style.ink, align, width });
  c.y += 4;
}

/** Tax by rate, at the left above the totals. */
function placeBreakdown(c: Composer, breakdown: View['breakdown']): void {
  if (breakdown === null) return;
  const { x, width } = c.region;
  const size = c.style.size * 0.88;
  const column = Math.min(width / 3, 96);
  const top = c.y + 4;
  c.y = top + size * 1.2;
  breakdown.heads.forEach((head, i) =>
    c.text(head, x + (i + 1) * column - 5, c.y, { size, bold: true, align: 'right', width: column - 6 }),
  );
  for (const row of breakdown.rows) {
    c.y += size * 1.5;
    row.forEach((cell, i) => c.text(cell, x + (i + 1) * column - 5, c.y, { size, align: 'right', width: column - 6 }));
  }
  c.y += size * 0.6;
  c.rule(x, x + 3 * column, c.y, 0.4);
  c.nextBlock();
}

function placePayment(c: Composer, { payment }: View): void {
  if (payment.length === 0) return;
  const { size, accent, grey } = c.style;
  const { x, width } = c.region;
  const lines = payment.map(({ label, value }) => [{ text: `${label}: ` }, ...value]);
  const form = c.family.sheet === 'receipt' ? 'lines' : c.family.payment;
  c.reserve(payment.length * size * 1.5 + 20);
  const top = c.y;
  if (form === 'columns') {
    const columns = Math.min(2, payment.length);
    const cell = width / columns;
    c.rule(x, x + width, c.y + 2, 0.6, accent);
    c.y += 4;
    payment.forEach(({ label, value }, i) => {
      if (i % columns === 0) c.y += i === 0 ? size * 1.1 : size * 2.9;
      const at = x + (i % columns) * cell;
      c.text(label, at, c.y, { size: size * 0.82, color: grey, width: cell - 10 });
      c.text(value, at, c.y + size * 1.3, { width: cell - 10 });
    });
    c.y += size * 1.6;
    return;
  }
  const inset = form === 'box' ? 8 : 0;
  if (form === 'box') c.y += 4;
  for (const line of lines) {
    c.y += size * 1.45;
    c.text(line, x + inset, c.y, {
      size: form === 'foot' ? size * 0.88 : size,
      color: form === 'foot' ? grey : c.style.ink,
      width: width - 2 * inset,
    });
  }
  if (form === 'box') {
    c.y += 8;
    c.shape({ kind: 'rect', x, y: top, width, height: c.y - top, stroke: accent });
  }
}

function placeNotes(c: Composer, notes: readonly string[]): void {
  const { x, width } = c.region;
  const size = c.style.size * 0.92;
  for (const note of notes) {
    const lines = c.wrap(note, width, size);
    c.reserve(lines.length * size * 1.45 + 4);
    for (const line of lines) {
      c.y += size * 1.45;
      c.text(line, x, c.y, { size, color: c.style.grey });
    }
    c.y += 2;
  }
}

/** Small print and page numbers, once it is known how many pages there are. */
function placeFeet(c: Composer, view: View): void {
  if (c.family.sheet === 'receipt') return;
  const { size, grey } = c.style;
  const { x, width } = c.region;
  const numbered = c.pages.length > 1 || c.style.random.chance(0.15);
  const last = c.pages.length;
  c.pages.forEach((page, index) => {
    const small = size * 0.76;
    if (view.foot.length > 0) {
      const pieces = view.foot.flatMap((piece, i) => (i === 0 ? piece : [{ text: ' · ' }, ...piece]));
      page.shapes.push({
        kind: 'line',
        x1: x,
        y1: page.height - c.margin + 2,
        x2: x + width,
        y2: page.height - c.margin + 2,
        width: 0.4,
        color: grey,
      });
      c.textOn(page, pieces, { x, y: page.height - c.margin + 12 }, { size: small, color: grey, width: width * 0.8 });
    }
    if (numbered) {
      const number = `${labelOf(c.style, 'page')} ${index + 1} ${labelOf(c.style, 'of')} ${last}`;
      c.textOn(
        page,
        number,
        { x: x + width, y: page.height - c.margin + 12 },
        { size: small, color: grey, align: 'right' },
      );
    }
  });
}
