import type { Line, Segment } from './printing.ts';

/** A label with its value, to be placed on the page. */
export interface Pair {
  label: string;
  value: Segment[];
}

/** Ways to place pairs: the primitives that layout families are made of. */
export type Placement =
  | 'inline' // one pair a line, label first
  | 'above' // label on its own line, value on the next
  | 'piped' // several pairs on one line
  | 'columns' // labels in one row, values in the next
  | 'leaders' // label, dots, value
  | 'aligned' // labels padded to one width
  | 'boxed' // a table row with bars
  | 'spaced' // pairs side by side, wide gaps
  | 'value-first'; // value before its label: never shown in training

const PIPE: Segment = { text: ' | ' };

/** Places the pairs as lines. `separator` stands between label and value where they share a line. */
export function placePairs(pairs: readonly Pair[], placement: Placement, separator: string): Line[] {
  switch (placement) {
    case 'inline':
      return pairs.map(({ label, value }) => [{ text: label + separator }, ...value]);
    case 'above':
      return pairs.flatMap(({ label, value }) => [[{ text: label.replace(/:$/, '') }], value]);
    case 'piped':
      return rows(pairs, 3).map((row) =>
        join(
          row.map(({ label, value }) => [{ text: label + separator }, ...value]),
          PIPE,
        ),
      );
    case 'spaced':
      return rows(pairs, 2).map((row) =>
        join(
          row.map(({ label, value }) => [{ text: label + separator }, ...value]),
          { text: '    ' },
        ),
      );
    case 'columns':
      return rows(pairs, 3).flatMap(placeColumns);
    case 'leaders':
      return pairs.map(({ label, value }) => [
        { text: `${label} ${'.'.repeat(Math.max(3, 30 - label.length))} ` },
        ...value,
      ]);
    case 'aligned': {
      const width = Math.max(...pairs.map(({ label }) => label.length)) + 2;
      return pairs.map(({ label, value }) => [{ text: label.padEnd(width) }, ...value]);
    }
    case 'boxed':
      return pairs.map(({ label, value }) => [{ text: `| ${label} | ` }, ...value, { text: ' |' }]);
    case 'value-first':
      return pairs.map(({ label, value }) => [...value, { text: `  (${label})` }]);
  }
}

/** Labels in one row and their values beneath, columns aligned by spaces. */
function placeColumns(row: readonly Pair[]): Line[] {
  const widths = row.map(({ label, value }) => Math.max(label.length, lengthOf(value)) + 3);
  const last = row.length - 1;
  return [
    row.map(({ label }, i) => ({ text: i < last ? label.padEnd(widths[i] ?? 0) : label })),
    row.flatMap(({ value }, i) =>
      i < last ? [...value, { text: ' '.repeat((widths[i] ?? 0) - lengthOf(value)) }] : value,
    ),
  ];
}

/** Puts two blocks side by side, the right one starting at one column. */
export function placeSideBySide(left: readonly Line[], right: readonly Line[]): Line[] {
  const width = Math.max(0, ...left.map(lengthOf)) + 4;
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
    const l = left[i] ?? [];
    const r = right[i] ?? [];
    return r.length === 0 ? l : [...l, { text: ' '.repeat(width - lengthOf(l)) }, ...r];
  });
}

export function lengthOf(line: readonly Segment[]): number {
  return line.reduce((total, segment) => total + segment.text.length, 0);
}

/** Joins pieces of a line with a separator segment. */
export function join(pieces: readonly Segment[][], separator: Segment): Line {
  return pieces.flatMap((piece, i) => (i === 0 ? piece : [separator, ...piece]));
}

function rows<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
