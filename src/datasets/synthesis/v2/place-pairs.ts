import type { Segment } from '../../rendering/page.ts';
import type { Composer, Region } from './composer.ts';
import type { MetaForm, TotalsForm } from './families.ts';
import type { Pair } from './view-context.ts';

const LINE = 1.45;
const inkless = (pieces: readonly Segment[]): string => pieces.map(({ text }) => text).join('');

function labelText(c: Composer, pair: Pair): string {
  return c.style.colon ? `${pair.label}:` : pair.label;
}

/** Places labelled values in a region, from the composer's y; moves it below them. */
export function placeMeta(c: Composer, pairs: readonly Pair[], region: Region, form: MetaForm): void {
  if (pairs.length === 0) return;
  const { size } = c.style;
  const step = size * LINE;
  switch (form) {
    case 'aligned':
    case 'label-right': {
      const widest = Math.max(
        ...pairs.map((pair) => c.measure(form === 'aligned' ? labelText(c, pair) : inkless(pair.value), size)),
      );
      const at = Math.min(widest + 14, region.width * 0.56);
      for (const pair of pairs) {
        c.y += step;
        const label: Segment[] = [{ text: form === 'aligned' ? labelText(c, pair) : pair.label }];
        const [first, second] = form === 'aligned' ? [label, pair.value] : [pair.value, label];
        c.text(first, region.x, c.y, { width: at - 6, color: form === 'aligned' ? c.style.grey : c.style.ink });
        c.text(second, region.x + at, c.y, {
          width: region.width - at,
          color: form === 'aligned' ? c.style.ink : c.style.grey,
        });
      }
      break;
    }
    case 'dotted': {
      for (const pair of pairs) {
        c.y += step;
        placeLeader(c, pair, region, false);
      }
      break;
    }
    case 'inline': {
      for (const pair of pairs) {
        c.y += step;
        c.text([{ text: `${pair.label}${c.style.colon ? ':' : ''} ` }, ...pair.value], region.x, c.y, {
          width: region.width,
        });
      }
      break;
    }
    case 'grid':
    case 'bar':
    case 'below':
      placeCells(c, pairs, region, form);
  }
}

/** Cells side by side, label over value or (below) value over label. */
function placeCells(c: Composer, pairs: readonly Pair[], region: Region, form: 'grid' | 'bar' | 'below'): void {
  const { size, accent, grey } = c.style;
  const small = size * 0.82;
  const wanted =
    Math.max(...pairs.map((pair) => Math.max(c.measure(pair.label, small), c.measure(inkless(pair.value), size)))) + 14;
  const perRow = Math.max(1, Math.min(5, pairs.length, Math.floor(region.width / Math.min(wanted, region.width))));
  const cell = region.width / perRow;
  const height = size * 2.9;
  for (let start = 0; start < pairs.length; start += perRow) {
    const top = c.y;
    const row = pairs.slice(start, start + perRow);
    if (form === 'bar') c.shape({ kind: 'rect', x: region.x, y: top, width: region.width, height, fill: '#eef1f5' });
    row.forEach((pair, i) => {
      const x = region.x + i * cell;
      if (form === 'grid') c.shape({ kind: 'rect', x, y: top, width: cell, height, stroke: grey });
      const inside = { width: cell - 10 };
      const [upper, lower] = [top + size * 1.15, top + size * 2.4];
      c.text(pair.label, x + 5, form === 'below' ? lower : upper, {
        ...inside,
        size: small,
        color: form === 'bar' ? accent : grey,
      });
      c.text(pair.value, x + 5, form === 'below' ? upper : lower, inside);
      if (form === 'below') c.rule(x + 5, x + cell - 8, top + size * 1.5, 0.4);
    });
    c.y = top + height + (form === 'grid' ? 0 : 3);
    c.nextBlock();
  }
}

function placeLeader(c: Composer, pair: Pair, region: Region, bold: boolean): void {
  const value = c.text(pair.value, region.x + region.width, c.y, { align: 'right', bold, width: region.width * 0.6 });
  const label = c.text(pair.label, region.x, c.y, { bold, width: region.width - value - 14 });
  const [from, to] = [region.x + label + 4, region.x + region.width - value - 4];
  if (to - from > 6)
    c.shape({ kind: 'line', x1: from, y1: c.y - 1, x2: to, y2: c.y - 1, width: 0.5, color: c.style.grey, dash: true });
}

/** How much height the totals need. */
export function totalsHeight(c: Composer, count: number, form: TotalsForm): number {
  return form === 'below' || form === 'strip'
    ? c.style.size * 3.4 * Math.ceil(count / 3) + 16
    : c.style.size * 1.6 * count + 24;
}

/** Places the amounts under the table. */
export function placeTotals(c: Composer, pairs: readonly Pair[], form: TotalsForm): void {
  const { size, accent, grey } = c.style;
  const region = c.region;
  const wide =
    Math.max(...pairs.map((pair) => c.measure(pair.label, size, true) + c.measure(inkless(pair.value), size, true))) +
    28;
  const width = Math.min(region.width, Math.max(wide, region.width * 0.4));
  const right: Region = { x: region.x + region.width - width, width };
  switch (form) {
    case 'below':
    case 'strip':
      placeTotalCells(c, pairs, form);
      return;
    case 'leaders':
      for (const pair of pairs) {
        c.y += size * 1.6;
        placeLeader(c, pair, region, pair.strong === true);
      }
      return;
    case 'full':
    case 'left':
    case 'right':
    case 'boxed-right': {
      const at = form === 'full' ? region : form === 'left' ? { x: region.x, width } : right;
      const top = c.y;
      if (form === 'full') c.rule(at.x, at.x + at.width, c.y + 3, 1, accent);
      for (const pair of pairs) {
        const strong = pair.strong === true;
        c.y += size * 1.6;
        if (strong && form !== 'boxed-right') c.rule(at.x, at.x + at.width, c.y - size * 1.08, 0.7, accent);
        c.text(labelText(c, pair), at.x + 5, c.y, {
          bold: strong,
          color: strong ? c.style.ink : grey,
          width: at.width * 0.62,
        });
        c.text(pair.value, at.x + at.width - 5, c.y, { align: 'right', bold: strong, width: at.width * 0.5 });
      }
      if (form === 'boxed-right')
        c.shape({ kind: 'rect', x: at.x, y: top + 2, width: at.width, height: c.y - top + 5, stroke: accent });
      c.y += 6;
    }
  }
}

/** Amounts in cells across the page: value over label, or a strip with labels on top. */
function placeTotalCells(c: Composer, pairs: readonly Pair[], form: 'below' | 'strip'): void {
  const { size, grey, accent } = c.style;
  const region = c.region;
  const small = size * 0.8;
  const wanted =
    Math.max(
      ...pairs.map((pair) => Math.max(c.measure(pair.label, small), c.measure(inkless(pair.value), size, true))),
    ) + 14;
  const perRow = Math.max(1, Math.min(4, pairs.length, Math.floor(region.width / Math.min(wanted, region.width))));
  const cell = region.width / perRow;
  for (let start = 0; start < pairs.length; start += perRow) {
    const row = pairs.slice(start, start + perRow);
    const top = c.y;
    row.forEach((pair, i) => {
      const x = region.x + i * cell + 5;
      const [upper, lower] = [top + size * 1.3, top + size * 2.6];
      if (form === 'strip')
        c.shape({ kind: 'rect', x: x - 5, y: top + 2, width: cell, height: size * 1.05 * 1.4, fill: '#e9ecef' });
      c.text(pair.label, x, form === 'below' ? lower : upper, {
        size: small,
        color: form === 'strip' ? accent : grey,
        width: cell - 10,
      });
      c.text(pair.value, x, form === 'below' ? upper : lower + 1, { bold: pair.strong === true, width: cell - 10 });
    });
    c.y = top + size * 3.2;
    c.nextBlock();
  }
}
