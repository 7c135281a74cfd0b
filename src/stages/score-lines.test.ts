import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrueValue } from '../invoices/truth.ts';
import type { DocumentScore, LinesScore } from '../scoring/outcome.ts';
import { failedScore, scoreAnswer } from './score.ts';

const documentText = `Rechnung RE-1
Toner schwarz   2 Stk   494,52   989,04
Papier A4      10 Pkt     4,50    45,00
Wartung                 120,00   120,00
Toner schwarz   2 Stk   494,52   989,04
Zahlbar ohne Abzug, Gesamtbetrag 2.143,08 €`;

type Row = Record<string, string | null>;
const lineFields = ['name', 'quantity', 'unit', 'unitPrice', 'netAmount'];
const printed: Row[] = [
  { name: 'Toner schwarz', quantity: '2', unit: 'Stk', unitPrice: '494,52', netAmount: '989,04' },
  { name: 'Papier A4', quantity: '10', unit: 'Pkt', unitPrice: '4,50', netAmount: '45,00' },
  { name: 'Wartung', quantity: null, unit: null, unitPrice: '120,00', netAmount: '120,00' },
  { name: 'Toner schwarz', quantity: '2', unit: 'Stk', unitPrice: '494,52', netAmount: '989,04' },
];
const known = (text: string | null): TrueValue =>
  text === null
    ? { value: null, state: 'absent' }
    : { value: text.replace('.', '').replace(',', '.'), printed: text, state: 'present' };
const truth = {
  id: 'lines',
  fields: { invoiceNumber: known('RE-1') },
  lines: printed.map((row) => Object.fromEntries(Object.entries(row).map(([field, text]) => [field, known(text)]))),
};
const fields = ['invoiceNumber'];

const scoreText = (answerText: string): DocumentScore =>
  scoreAnswer({ documentText, truth, fields, lineFields, answerText, finish: 'stop' });
const scoreRows = (lines: unknown): DocumentScore => scoreText(JSON.stringify({ invoiceNumber: 'RE-1', lines }));
const linesOf = ({ lines }: DocumentScore): LinesScore => {
  if (lines === undefined) throw new Error('lines were not scored');
  return lines;
};
const wrongCells = (score: DocumentScore): string[] =>
  linesOf(score)
    .cells.filter(({ outcome }) => outcome !== 'TP' && outcome !== 'TN')
    .map(({ field, outcome, truthRow, answerRow }) => `${field} ${outcome} ${truthRow}/${answerRow}`);
const change = (at: number, cells: Row): Row[] =>
  printed.map((row, index) => (index === at ? { ...row, ...cells } : row));
const swap = (list: Row[], i: number, j: number): Row[] => list.with(i, list[j] as Row).with(j, list[i] as Row);

const toner = ['name', 'quantity', 'unit', 'unitPrice', 'netAmount'];

const corruptions: [string, Row[], string[], { paired: number; exact: number }][] = [
  ['nothing', printed, [], { paired: 4, exact: 4 }],
  ['rows in another order', swap(printed, 1, 2), [], { paired: 4, exact: 4 }],
  ['rows reversed', printed.toReversed(), [], { paired: 4, exact: 4 }],
  ['one digit of an amount', change(1, { netAmount: '45,01' }), ['netAmount FD 1/1'], { paired: 4, exact: 3 }],
  [
    'an amount without its decimal mark',
    change(0, { netAmount: '98904' }),
    ['netAmount FD 0/0'],
    { paired: 4, exact: 3 },
  ],
  ['a quantity missing', change(1, { quantity: null }), ['quantity FN 1/1'], { paired: 4, exact: 3 }],
  ['a quantity invented', change(2, { quantity: '1' }), ['quantity FA 2/2'], { paired: 4, exact: 3 }],
  ['a unit in lower case', change(1, { unit: 'pkt' }), [], { paired: 4, exact: 4 }],
  ['another unit', change(1, { unit: 'kg' }), ['unit FD 1/1'], { paired: 4, exact: 3 }],
  ['a typing error in a name', change(1, { name: 'Papler A4' }), ['name FD 1/1'], { paired: 4, exact: 3 }],
  [
    'prices of two rows exchanged: with as much for one reading as for the other, the rows keep their places',
    change(0, { unitPrice: '4,50', netAmount: '45,00' }).with(1, {
      ...printed[1],
      unitPrice: '494,52',
      netAmount: '989,04',
    }),
    ['unitPrice FD 0/0', 'netAmount FD 0/0', 'unitPrice FD 1/1', 'netAmount FD 1/1'],
    { paired: 4, exact: 2 },
  ],
  [
    'names of two rows exchanged',
    change(1, { name: 'Wartung' }).with(2, { ...printed[2], name: 'Papier A4' }),
    ['name FD 1/1', 'name FD 2/2'],
    { paired: 4, exact: 2 },
  ],
  [
    'a row missing',
    printed.slice(0, 2).concat(printed.slice(3)),
    ['name FN 2/null', 'unitPrice FN 2/null', 'netAmount FN 2/null'],
    { paired: 3, exact: 3 },
  ],
  ['a double row given once', printed.slice(0, 3), toner.map((field) => `${field} FN 3/null`), { paired: 3, exact: 3 }],
  [
    'the total taken for a row',
    [...printed, { name: 'Gesamtbetrag', netAmount: '2.143,08' }],
    ['name FA null/4', 'netAmount FA null/4'],
    { paired: 4, exact: 4 },
  ],
  [
    'a row given twice',
    [...printed, printed[1] as Row],
    toner.map((field) => `${field} FA null/4`),
    { paired: 4, exact: 4 },
  ],
  ['a row of nulls', [...printed, { name: null, netAmount: '' }], [], { paired: 4, exact: 4 }],
  [
    'no rows',
    [],
    [
      ...[0, 1].flatMap((row) => toner.map((field) => `${field} FN ${row}/null`)),
      'name FN 2/null',
      'unitPrice FN 2/null',
      'netAmount FN 2/null',
      ...toner.map((field) => `${field} FN 3/null`),
    ],
    { paired: 0, exact: 0 },
  ],
];

describe('a corruption of the lines spoils exactly its cells', () => {
  test.each(corruptions)('%s', (_name, rows, wrong, { paired, exact }) => {
    const score = scoreRows(rows);
    const lines = linesOf(score);
    expect(wrongCells(score)).toEqual(wrong);
    expect([lines.pairedRows, lines.exactRows, lines.trueRows]).toEqual([paired, exact, 4]);
    expect(score.fieldAccuracy).toBe(1);
    expect(score.exact).toBe(wrong.length === 0);
    const right = lines.cells.filter(({ outcome }) => outcome === 'TP' || outcome === 'TN').length;
    expect(lines.cellAccuracy).toBe(right / lines.cells.length);
  });

  test('lines that are no list of objects are missed, and the schema is not met', () => {
    for (const lines of [null, 'two', [1, 'two'], 5]) {
      const score = scoreRows(lines);
      expect(linesOf(score).answerRows).toBe(0);
      expect(score.validity.schemaValid).toBe(false);
    }
    expect(scoreText('{"invoiceNumber":"RE-1"}').validity.schemaValid).toBe(false);
    expect(scoreRows(printed).validity).toMatchObject({ schemaValid: true, repairs: [] });
  });

  test('a single line given as an object is one row', () => {
    const score = scoreRows(printed[1]);
    expect(linesOf(score)).toMatchObject({ answerRows: 1, pairedRows: 1, exactRows: 1 });
    expect(score.validity.repairs).toEqual(['single line put into a list']);
  });

  test('an answer that breaks off keeps its complete rows', () => {
    const json = JSON.stringify({ invoiceNumber: 'RE-1', lines: printed });
    const score = scoreText(json.slice(0, json.indexOf('"unitPrice"', json.indexOf('Papier'))));
    expect(linesOf(score)).toMatchObject({ answerRows: 2, pairedRows: 2, exactRows: 1 });
    expect(wrongCells(score).slice(0, 2)).toEqual(['unitPrice FN 1/1', 'netAmount FN 1/1']);
  });

  test('a failed document has no cell right', () => {
    const score = failedScore({ truth, fields, lineFields, reason: 'worker lost' });
    expect(linesOf(score)).toMatchObject({ cellAccuracy: 0, pairedRows: 0, exactRows: 0, trueRows: 4, answerRows: 0 });
    expect(score.exact).toBe(false);
  });

  test('lines are left out where they are not asked, or where the truth has none', () => {
    const answerText = JSON.stringify({ invoiceNumber: 'RE-1' });
    expect(scoreAnswer({ documentText, truth, fields, answerText, finish: 'stop' }).lines).toBeUndefined();
    const { lines: _lines, ...unlabelled } = truth;
    expect(
      scoreAnswer({ documentText, truth: unlabelled, fields, lineFields, answerText, finish: 'stop' }).lines,
    ).toBeUndefined();
  });

  test('the order of the rows never matters', () => {
    const rows = fc.shuffledSubarray([
      ...printed,
      { name: 'Gesamt', netAmount: '2.143,08' },
      { ...printed[1], quantity: '11' },
    ]);
    const tally = (score: DocumentScore): string[] =>
      linesOf(score)
        .cells.map(({ field, outcome }) => `${field} ${outcome}`)
        .sort();
    fc.assert(
      fc.property(rows, (some) => {
        expect(tally(scoreRows(some))).toEqual(tally(scoreRows(some.toReversed())));
      }),
    );
  });
});
