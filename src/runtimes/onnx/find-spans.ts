/** Natural-log probabilities of every label for every token, row by row. */
export interface LabelScores {
  tokens: number;
  labels: number;
  values: Float32Array;
}

/** Labels of one field: the first token of a value, and those that follow it. */
export interface FieldLabels {
  begin: number;
  inside: number;
}

/** What the scores say of one field. */
export interface FoundSpan {
  /** First token and the one behind the last; `null` when the document does not print the field. */
  span: { start: number; end: number } | null;
  /** Of each token of the span, or one for the absence. */
  logProbabilities: number[];
}

/** Starts that are less likely than this are not followed. */
const LEAST_LOG_START = Math.log(0.01);
const LONGEST = 96;

/** Log-softmax over the labels of each token. */
export function scoreLabels(logits: Float32Array, labels: number): LabelScores {
  const tokens = logits.length / labels;
  const values = new Float32Array(logits.length);
  for (let token = 0; token < tokens; token += 1) {
    const row = logits.subarray(token * labels, (token + 1) * labels);
    let largest = Number.NEGATIVE_INFINITY;
    for (const value of row) largest = Math.max(largest, value);
    let total = 0;
    for (const value of row) total += Math.exp(value - largest);
    const norm = largest + Math.log(total);
    for (let label = 0; label < labels; label += 1) values[token * labels + label] = (row[label] ?? 0) - norm;
  }
  return { tokens, labels, values };
}

/**
 * The most likely place of a field: the span with the largest product of P(begin), P(inside) of its other tokens and P(not inside) of
 * the token behind it. The field counts as absent when it is likelier that no token begins it (tokens taken as independent).
 */
export function findField({ tokens, labels, values }: LabelScores, { begin, inside }: FieldLabels): FoundSpan {
  const at = (token: number, label: number): number => values[token * labels + label] ?? Number.NEGATIVE_INFINITY;
  let absent = 0;
  let best = { score: Number.NEGATIVE_INFINITY, start: 0, end: 0 };
  for (let start = 0; start < tokens; start += 1) {
    const first = at(start, begin);
    absent += Math.log1p(-Math.min(Math.exp(first), 1 - 1e-7));
    if (first < LEAST_LOG_START) continue;
    let score = first;
    for (let end = start + 1; end <= Math.min(tokens, start + LONGEST); end += 1) {
      const on = end < tokens ? at(end, inside) : Number.NEGATIVE_INFINITY;
      const whole = score + Math.log1p(-Math.min(Math.exp(on), 1 - 1e-7));
      if (whole > best.score) best = { score: whole, start, end };
      score += on;
      if (score < best.score) break;
    }
  }
  if (absent > Math.log(0.5)) return { span: null, logProbabilities: [absent] };
  const { start, end } = best;
  const logProbabilities = Array.from({ length: end - start }, (_, index) =>
    Math.min(0, index === 0 ? at(start, begin) : at(start + index, inside)),
  );
  return { span: { start, end }, logProbabilities };
}

/** A cell of a line: which of the fields asked, and where it stands. */
export interface FoundCell {
  field: number;
  start: number;
  end: number;
  logProbabilities: number[];
}

/** Every stretch of tokens whose likeliest labels are a begin and the insides of the same field, in order. */
export function findCells({ tokens, labels, values }: LabelScores, fields: readonly FieldLabels[]): FoundCell[] {
  const cells: FoundCell[] = [];
  let open: FoundCell | undefined;
  for (let token = 0; token < tokens; token += 1) {
    const row = values.subarray(token * labels, (token + 1) * labels);
    let likeliest = 0;
    for (let label = 1; label < labels; label += 1) if ((row[label] ?? 0) > (row[likeliest] ?? 0)) likeliest = label;
    const score = Math.min(0, row[likeliest] ?? 0);
    if (open !== undefined && fields[open.field]?.inside === likeliest) {
      open.end = token + 1;
      open.logProbabilities.push(score);
      continue;
    }
    const field = fields.findIndex(({ begin }) => begin === likeliest);
    open = field === -1 ? undefined : { field, start: token, end: token + 1, logProbabilities: [score] };
    if (open !== undefined) cells.push(open);
  }
  return cells;
}

/**
 * Cells to rows. Cells of one line of text belong together; a further line of text goes on with the row as long as it repeats none of
 * its fields, since names and amounts of one item may stand on lines of their own.
 */
export function groupRows(cells: readonly FoundCell[], lineOf: (token: number) => number): FoundCell[][] {
  const rows: FoundCell[][] = [];
  let last = -1;
  for (let first = 0; first < cells.length; ) {
    const line = lineOf(cells[first]?.start ?? 0);
    let behind = first;
    while (behind < cells.length && lineOf(cells[behind]?.start ?? 0) === line) behind += 1;
    const together = cells.slice(first, behind);
    const row = rows.at(-1);
    const repeats = together.some(({ field }) => row?.some((cell) => cell.field === field));
    if (row === undefined || repeats || line > last + 2) rows.push(together);
    else row.push(...together);
    last = line;
    first = behind;
  }
  return rows;
}
