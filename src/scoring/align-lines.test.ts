import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrueValue } from '../invoices/truth.ts';
import { type AnswerRow, MIN_ROW_SIMILARITY, alignLines, rowSimilarity } from './align-lines.ts';
import { assign } from './assign.ts';

const truthRow = (cells: Record<string, string | null>): Record<string, TrueValue> =>
  Object.fromEntries(
    Object.entries(cells).map(([field, value]) => [field, { value, state: value === null ? 'absent' : 'present' }]),
  );
const answerRow = (cells: Record<string, string | null>): AnswerRow =>
  Object.fromEntries(Object.entries(cells).map(([field, value]) => [field, { raw: value, value }]));

const row = { name: 'Toner', quantity: '2', unitPrice: '494.52', netAmount: '989.04' };

describe('rowSimilarity', () => {
  test.each([
    [row, 1],
    [{ ...row, name: 'TONER' }, 1],
    [{ ...row, quantity: '2.000' }, 1],
    [{ ...row, netAmount: '989.05' }, 0.7],
    [{ ...row, name: 'Tuner' }, 0.3 * 0.8 + 0.7],
    [{ ...row, name: 'Papier' }, 0.7],
    [{ ...row, quantity: null }, 0.8],
    [{}, 0],
  ])('of %o is %d', (cells, similarity) => {
    expect(rowSimilarity(truthRow(row), answerRow(cells))).toBeCloseTo(similarity, 12);
  });

  test('leaves out cells that neither side fills, and cells of unknown truth', () => {
    expect(rowSimilarity(truthRow({ name: 'Toner', quantity: null }), answerRow({ name: 'Toner' }))).toBe(1);
    const unknown = { ...truthRow(row), netAmount: { value: null, state: 'unknown' as const } };
    expect(rowSimilarity(unknown, answerRow({ ...row, netAmount: '1' }))).toBeCloseTo(1, 12);
  });

  test('a value that could not be converted is filled but alike to nothing', () => {
    const answer = { ...answerRow(row), netAmount: { raw: 'viel', value: null } };
    expect(rowSimilarity(truthRow(row), answer)).toBeCloseTo(0.7, 12);
  });
});

describe('alignLines', () => {
  test('keeps the places of equal rows', () => {
    const rows = [row, row, row];
    expect(alignLines(rows.map(truthRow), rows.map(answerRow))).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect(alignLines([truthRow(row)], rows.map(answerRow))).toEqual([[0, 0]]);
  });

  test('does not pair rows that are less than half alike', () => {
    expect(alignLines([truthRow(row)], [answerRow({ name: 'Toner', netAmount: '1' })])).toEqual([]);
    expect(alignLines([truthRow(row)], [])).toEqual([]);
    expect(alignLines([], [answerRow(row)])).toEqual([]);
  });

  test('is the assignment with the largest sum, the order kept among equal ones, whatever the rows', () => {
    const cell = fc.constantFrom(null, '1', '2', '3.10');
    const name = fc.constantFrom(null, 'Toner', 'Toner XL', 'Tuner', 'Papier');
    const rows = fc.array(fc.record({ name, quantity: cell, unitPrice: cell, netAmount: cell }), { maxLength: 6 });
    fc.assert(
      fc.property(rows, rows, (due, given) => {
        const similarity = due.map((a) => given.map((b) => rowSimilarity(truthRow(a), answerRow(b))));
        const step = due.length * given.length + 1;
        const preferred = similarity.map((line, i) => line.map((s, j) => Math.round(s * 1e6) * step - Math.abs(i - j)));
        const best = assign(preferred);
        const sum = (pairs: readonly (readonly [number, number])[]): number =>
          pairs.reduce((total, [i, j]) => total + (preferred[i]?.[j] as number), 0);
        const kept = (pairs: readonly (readonly [number, number])[]) =>
          pairs.filter(([i, j]) => (similarity[i]?.[j] as number) >= MIN_ROW_SIMILARITY);
        expect(sum(alignLines(due.map(truthRow), given.map(answerRow)))).toBe(sum(kept(best)));
      }),
      { numRuns: 500 },
    );
  });

  test('finds every row of a shuffled answer', () => {
    const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, at) => ({
      ...row,
      name: name.repeat(5),
      netAmount: `${at}.10`,
    }));
    fc.assert(
      fc.property(fc.shuffledSubarray(rows), (some) => {
        const pairs = alignLines(rows.map(truthRow), some.map(answerRow));
        expect(pairs).toHaveLength(some.length);
        for (const [i, j] of pairs) expect(some[j]).toBe(rows[i]);
      }),
    );
  });
});
