import type { DocumentLocale } from '../../../invoices/describe-locale.ts';
import type { LineField } from '../../../invoices/fields.ts';
import type { TrueValue } from '../../../invoices/truth.ts';
import { amountCandidates, type Candidate, plainDecimal, textCandidates } from './candidates.ts';
import { printedAt } from './locate-fields.ts';
import type { PageText } from './page-text.ts';
import { unitAfter } from './unit-words.ts';

export type LineValues = Partial<Record<LineField, string>>;
export type LineTruth = Partial<Record<LineField, TrueValue>>;

/** A printed line of an invoice may wrap over this many rows of the page. */
const MOST_ROWS = 4;
/** From the right: on nearly every invoice the amount stands last and the quantity first. */
const NUMBERS = ['netAmount', 'vatRate', 'unitPrice', 'quantity'] as const satisfies readonly LineField[];

interface Row {
  start: number;
  end: number;
}

/**
 * Which cells of the invoice lines the page prints, and where. A line is found by its name, else by the row that shows
 * its numbers; lines come in their order, so that equal ones are told apart. A cell is looked for in the rows of its own
 * line only, first in the row of the name. What is not found is `unknown`.
 */
export function locateLines(page: PageText, lines: readonly LineValues[], locale: DocumentLocale): LineTruth[] {
  const rows = rowsOf(page.text);
  const amounts = amountCandidates(page.text, locale);
  const anchors: { row: number; name: Candidate | undefined }[] = [];
  let from = 0;
  for (const line of lines) {
    const anchor = anchorOf(page.text, { line, rows, amounts, from });
    anchors.push(anchor);
    if (anchor.row === -1) continue;
    from = anchor.name?.end ?? rows[anchor.row]?.end ?? from;
  }
  return lines.map((line, index) => {
    const { row, name } = anchors[index] as (typeof anchors)[number];
    if (row === -1) return unknownLine(line);
    const next = anchors.slice(index + 1).find((other) => other.row > row)?.row ?? rows.length;
    const own = rows.slice(row, Math.min(next, row + MOST_ROWS));
    return locateCells(page, { line, position: String(index + 1), name, rows: own, amounts });
  });
}

function anchorOf(
  text: string,
  {
    line,
    rows,
    amounts,
    from,
  }: { line: LineValues; rows: readonly Row[]; amounts: readonly Candidate[]; from: number },
): { row: number; name: Candidate | undefined } {
  const rowAt = (place: number): number => rows.findIndex(({ start, end }) => start <= place && place < end);
  const name = textCandidates(text, line.name ?? '').find(({ start }) => start >= from);
  if (name !== undefined) return { row: rowAt(name.start), name };
  const sought = NUMBERS.flatMap((field) => line[field] ?? []).map(plainDecimal);
  const row = rows.findIndex(({ start, end }) => {
    const shown = amounts.filter((amount) => amount.start >= Math.max(start, from) && amount.end <= end);
    return sought.length > 1 && sought.every((value) => shown.some((amount) => amount.value === value));
  });
  return { row, name: undefined };
}

interface LineOnPage {
  line: LineValues;
  /** From 1, as a page would number it. */
  position: string;
  name: Candidate | undefined;
  rows: readonly Row[];
  amounts: readonly Candidate[];
}

function locateCells(page: PageText, { line, position, name, rows, amounts }: LineOnPage): LineTruth {
  const truth = unknownLine(line);
  const taken: Pick<Candidate, 'start' | 'end'>[] = [];
  const take = (field: LineField, candidate: Candidate, value: string): void => {
    taken.push(candidate);
    truth[field] = printedAt(page, candidate, value);
  };
  if (name !== undefined && line.name !== undefined) take('name', name, line.name);
  for (const field of NUMBERS) {
    const value = line[field];
    if (value === undefined) continue;
    const place = lastFree(amounts, {
      value: plainDecimal(value),
      rows,
      taken,
      percent: field === 'vatRate' ? page.text : undefined,
    });
    if (place === undefined) continue;
    // A number before the name may be the position of the line.
    const before = field === 'quantity' && name !== undefined && place.end <= name.start;
    if (before && place.value === position) continue;
    take(field, place, value);
    const unit =
      field === 'quantity' && line.unit !== undefined ? unitAfter(page.text, place.end, line.unit) : undefined;
    if (unit !== undefined) take('unit', unit, unit.value);
  }
  return truth;
}

/** The rightmost place of a value in the first of these rows that shows it and that no other cell has taken. */
function lastFree(
  amounts: readonly Candidate[],
  {
    value,
    rows,
    taken,
    percent,
  }: {
    value: string;
    rows: readonly Row[];
    taken: readonly Pick<Candidate, 'start' | 'end'>[];
    percent: string | undefined;
  },
): Candidate | undefined {
  for (const { start, end } of rows) {
    const free = amounts.filter(
      (amount) =>
        amount.value === value &&
        amount.start >= start &&
        amount.end <= end &&
        taken.every((other) => amount.end <= other.start || amount.start >= other.end),
    );
    const marked =
      percent === undefined ? [] : free.filter((amount) => /^\s?%/.test(percent.slice(amount.end, amount.end + 2)));
    const found = marked.at(-1) ?? free.at(-1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unknownLine(line: LineValues): LineTruth {
  return Object.fromEntries(Object.keys(line).map((field) => [field, { value: null, state: 'unknown' }]));
}

function rowsOf(text: string): Row[] {
  const rows: Row[] = [];
  let start = 0;
  for (const row of text.split('\n')) {
    rows.push({ start, end: start + row.length + 1 });
    start += row.length + 1;
  }
  return rows;
}
