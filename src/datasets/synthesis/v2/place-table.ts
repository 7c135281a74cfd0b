import { emsOf } from '../../rendering/font-metrics.ts';
import type { Segment } from '../../rendering/page.ts';
import { type CellLook, type Composer, type Measured, textOf } from './composer.ts';
import type { TableForm } from './families.ts';
import { printAmount, labelOf } from './style.ts';
import type { ColumnKey, TableRow, TableView } from './view-table.ts';

interface Column {
  key: ColumnKey;
  x: number;
  width: number;
  align: 'left' | 'right';
}

const PAD = 5;
const RIGHT: ReadonlySet<ColumnKey> = new Set(['quantity', 'unitPrice', 'vatRate', 'amount']);

/** A cell is measured once, to lay the columns, and placed by that. */
type Cells = readonly (Measured | null)[];

function measureRow(c: Composer, columns: readonly ColumnKey[], { cells }: TableRow): Cells {
  return columns.map((key) => {
    const segments = cells[key];
    return segments === undefined ? null : measured(c, segments, false);
  });
}

function measured(c: Composer, segments: readonly Segment[], bold: boolean): Measured {
  const text = textOf(segments);
  return { segments, text, ems: emsOf(text, c.face, bold) };
}

/** Every column as wide as its widest cell, the rest to the name; all are narrowed alike where that is too much. */
function layColumns(c: Composer, table: TableView, rows: readonly Cells[], size: number): Column[] {
  const { x, width } = c.region;
  const natural = table.columns.map((key, at) => {
    let widest = 0;
    for (const row of rows) {
      const cell = row[at];
      if (cell !== null && cell !== undefined && cell.ems > widest) widest = cell.ems;
    }
    return Math.max(c.measure(table.heads[key], size, true), (widest * size) / 1000) + 2 * PAD;
  });
  const nameAt = table.columns.indexOf('name');
  const others = natural.reduce((sum, value, i) => (i === nameAt ? sum : sum + value), 0);
  // Half of what is left over goes to the name, the rest lets the other columns breathe.
  const spare = Math.max(0, width - others - (natural[nameAt] as number));
  const name = Math.max(width - others - spare / 2, width * 0.26);
  const factor = (width - name) / Math.max(1, others);
  let at = x;
  return table.columns.map((key, i) => {
    const own = i === nameAt ? name : (natural[i] as number) * factor;
    const column: Column = { key, x: at, width: own, align: RIGHT.has(key) ? 'right' : 'left' };
    at += own;
    return column;
  });
}

/** Places the lines, on as many pages as they need, with the head and the running sum repeated on every page. */
export function placeTable(c: Composer, table: TableView, form: TableForm, decimals: number): void {
  if (form === 'slip') return placeSlip(c, table);
  const size = form === 'dense' ? c.style.size * 0.86 : c.style.size;
  const cells = table.rows.map((row) => measureRow(c, table.columns, row));
  const columns = layColumns(c, table, cells, size);
  const step = size * (form === 'dense' ? 1.35 : form === 'borderless' || form === 'wrapped' ? 1.9 : 1.7);
  let top = c.y;
  placeHead(c, columns, table, { form, size, step });
  let running = 0;
  table.rows.forEach((row, index) => {
    const note = row.note !== null;
    const height = step + (note ? size * 1.2 : 0);
    if (c.y + height + step * 1.4 > c.bottom) {
      closeTable(c, columns, top, form);
      carry(c, columns, { word: labelOf(c.style, 'carried'), running, decimals, size, step });
      c.addPage();
      top = c.y;
      placeHead(c, columns, table, { form, size, step });
      carry(c, columns, { word: labelOf(c.style, 'brought'), running, decimals, size, step });
      top = form === 'boxed' ? c.y : top;
    }
    placeRow(c, columns, row, { form, size, step, height, index, cells: cells[index] as Cells });
    running += row.amount;
  });
  closeTable(c, columns, top, form);
  c.y += 4;
}

interface RowLook {
  form: TableForm;
  size: number;
  step: number;
}

function placeHead(c: Composer, columns: readonly Column[], table: TableView, { form, size, step }: RowLook): void {
  const { accent, grey } = c.style;
  const { x, width } = c.region;
  const filled = form === 'zebra' || form === 'boxed';
  if (filled) c.shape({ kind: 'rect', x, y: c.y, width, height: step, fill: form === 'zebra' ? accent : '#e6e6e6' });
  for (const column of columns) {
    const color = form === 'zebra' ? '#ffffff' : form === 'borderless' ? grey : c.style.ink;
    const head = measured(c, [{ text: table.heads[column.key] }], true);
    placeCell(c, column, head, { y: c.y + step * 0.68, size, bold: true, color });
  }
  c.y += step;
  if (!filled && form !== 'borderless') c.rule(x, x + width, c.y, 1, accent);
  if (form === 'dense') c.y += 3;
}

function placeRow(
  c: Composer,
  columns: readonly Column[],
  row: TableRow,
  look: RowLook & { height: number; index: number; cells: Cells },
): void {
  const { form, size, step, height, index, cells } = look;
  const { x, width } = c.region;
  if (form === 'zebra' && index % 2 === 1) c.shape({ kind: 'rect', x, y: c.y, width, height, fill: '#f1f3f5' });
  const baseline = c.y + step * 0.68;
  const inked = { y: baseline, size, bold: false, color: c.style.ink };
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at] as Column;
    const cell = cells[at];
    if (cell !== null && cell !== undefined) placeCell(c, column, cell, inked);
    if (column.key === 'name' && row.note !== null)
      c.text(row.note, column.x + PAD, baseline + size * 1.2, {
        size: size * 0.85,
        color: c.style.grey,
        width: column.width - PAD,
      });
  }
  c.y += height;
  if (form === 'ruled' || form === 'boxed') c.rule(x, x + width, c.y, 0.4, '#bbbbbb');
  c.nextBlock();
}

type Place = Pick<CellLook, 'size' | 'bold' | 'color'> & { y: number };

function placeCell(c: Composer, column: Column, cell: Measured, { y, size, bold, color }: Place): void {
  const { align } = column;
  const x = align === 'right' ? column.x + column.width - PAD : column.x + PAD;
  c.cell(cell, x, y, { size, bold, color, align, width: column.width - 2 * PAD + 1 });
}

function closeTable(c: Composer, columns: readonly Column[], top: number, form: TableForm): void {
  const { x, width } = c.region;
  if (form === 'boxed') {
    c.shape({ kind: 'rect', x, y: top, width, height: c.y - top, stroke: c.style.grey });
    for (const column of columns.slice(1))
      c.shape({ kind: 'line', x1: column.x, y1: top, x2: column.x, y2: c.y, width: 0.4, color: c.style.grey });
  } else if (form !== 'borderless') c.rule(x, x + width, c.y, 0.8, c.style.accent);
}

interface Carry {
  word: string;
  running: number;
  decimals: number;
  size: number;
  step: number;
}

/** The running sum at the foot of one page and at the head of the next. */
function carry(c: Composer, columns: readonly Column[], { word, running, decimals, size, step }: Carry): void {
  const last = columns.at(-1);
  if (last === undefined) return;
  const y = c.y + step * 0.72;
  c.text(word, last.x - PAD, y, { size, align: 'right', color: c.style.grey });
  const sum = measured(c, printAmount(c.style, running, decimals), false);
  placeCell(c, last, sum, { y, size, bold: false, color: c.style.ink });
  c.y += step;
  c.nextBlock();
}

/** Receipt rows: the name, and under it quantity, price and amount. */
function placeSlip(c: Composer, table: TableView): void {
  const { size } = c.style;
  const { x, width } = c.region;
  c.shape({ kind: 'line', x1: x, y1: c.y + 2, x2: x + width, y2: c.y + 2, width: 0.6, color: c.style.ink, dash: true });
  c.y += 4;
  for (const { cells, note } of table.rows) {
    const itemNo = textOf(cells.itemNo ?? []);
    const extra = itemNo === '' ? [] : [{ text: `  ${itemNo}` }];
    c.y += size * 1.35;
    c.text([...(cells.name ?? []), ...extra], x, c.y, { width });
    c.y += size * 1.25;
    const detail: Segment[] = [];
    if (cells.quantity !== undefined) detail.push(...cells.quantity);
    if (cells.unit !== undefined) detail.push({ text: ' ' }, ...cells.unit);
    if (cells.unitPrice !== undefined) detail.push({ text: detail.length > 0 ? ' x ' : '' }, ...cells.unitPrice);
    const amount = c.text(cells.amount ?? [], x + width, c.y, { align: 'right' });
    let left = x + 8;
    if (detail.length > 0) left += c.text(detail, left, c.y, { color: c.style.ink, width: width - amount - 48 });
    if (cells.vatRate !== undefined) c.text(cells.vatRate, left + 8, c.y, { color: c.style.grey, size: size * 0.9 });
    if (note !== null) {
      c.y += size * 1.15;
      c.text(note, x + 8, c.y, { color: c.style.grey, size: size * 0.85, width: width - 8 });
    }
    c.nextBlock();
  }
  c.y += 6;
  c.shape({ kind: 'line', x1: x, y1: c.y, x2: x + width, y2: c.y, width: 0.6, color: c.style.ink, dash: true });
}
