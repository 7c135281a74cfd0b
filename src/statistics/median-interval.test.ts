import { describe, expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { medianEstimate } from './median-interval.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

describe('medianEstimate', () => {
  // Tables of the sign test: cut 1 of 9 and 10, 5 of 20, 9 of 30, 39 of 100 values from either end.
  test.each([
    [9, 2, 8],
    [10, 2, 9],
    [20, 6, 15],
    [30, 10, 21],
    [100, 40, 61],
  ])('of %i ordered values lies between the values of the sign test table', (n, low, high) => {
    expect(medianEstimate(upTo(n))).toMatchObject({ low, high, level: 0.95, n });
  });

  test('of few values is their range, with the level that it holds', () => {
    expect(medianEstimate([7])).toMatchObject({ value: 7, low: 7, high: 7, level: 0 });
    expect(medianEstimate([3, 9, 5])).toMatchObject({ value: 5, low: 3, high: 9, level: 0.75 });
    expect(medianEstimate(upTo(6)).level).toBe(0.95);
  });

  test('does not depend on the order, and refuses no values', () => {
    expect(medianEstimate(upTo(31).reverse())).toEqual(medianEstimate(upTo(31)));
    expect(() => medianEstimate([])).toThrow(RangeError);
  });

  test('holds the true median at least as often as it says, of a skewed distribution', () => {
    const random = Random.stream(7, 'median');
    let held = 0;
    for (let round = 0; round < 2000; round += 1) {
      const sample = Array.from({ length: 25 }, () => -Math.log(1 - random.real()));
      const { low, high } = medianEstimate(sample);
      if (low <= Math.LN2 && Math.LN2 <= high) held += 1;
    }
    expect(held / 2000).toBeGreaterThan(0.94);
  });
});
