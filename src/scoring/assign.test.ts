import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assign } from './assign.ts';

/** The best sum over all ways to pair the rows with distinct columns, the shorter side used up. */
function bestSum(similarity: number[][], row = 0, used = 0): number {
  const columns = similarity[0]?.length ?? 0;
  if (row === similarity.length) return 0;
  let best = Number.NEGATIVE_INFINITY;
  if (similarity.length > columns) best = bestSum(similarity, row + 1, used);
  for (let column = 0; column < columns; column += 1) {
    if ((used & (1 << column)) !== 0) continue;
    best = Math.max(best, (similarity[row]?.[column] as number) + bestSum(similarity, row + 1, used | (1 << column)));
  }
  return best;
}

describe('assign', () => {
  test('finds the best sum that exists, on 1,000 random cases', () => {
    const size = fc.integer({ min: 1, max: 5 });
    const cases = fc.tuple(size, size).chain(([rows, columns]) => {
      const row = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: columns, maxLength: columns });
      return fc.array(row, { minLength: rows, maxLength: rows });
    });
    fc.assert(
      fc.property(cases, (similarity) => {
        const pairs = assign(similarity);
        const rows = similarity.length;
        const columns = similarity[0]?.length ?? 0;
        expect(pairs).toHaveLength(Math.min(rows, columns));
        expect(new Set(pairs.map(([row]) => row)).size).toBe(pairs.length);
        expect(new Set(pairs.map(([, column]) => column)).size).toBe(pairs.length);
        const sum = pairs.reduce((total, [row, column]) => total + (similarity[row]?.[column] as number), 0);
        expect(sum).toBe(bestSum(similarity));
      }),
      { numRuns: 1_000 },
    );
  });

  test('pairs nothing with nothing', () => {
    expect(assign([])).toEqual([]);
    expect(assign([[], []])).toEqual([]);
  });
});
