import { expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { sortEnds } from './sort-ends.ts';

test('has at both ends what a sort would put there, ties and short lists alike', () => {
  for (const [n, kinds] of [
    [1, 5],
    [2, 5],
    [9, 2],
    [700, 3],
    [10_000, 1e9],
  ] as const) {
    const random = Random.stream(n, 'ends');
    const values = Float64Array.from({ length: n }, () => random.integer(0, kinds) - kinds / 2);
    const before = values.slice();
    const sorted = values.toSorted();
    for (const share of [0, 0.001, 0.025, 0.2, 0.49]) {
      const ends = sortEnds(values, share);
      const count = Math.ceil(share * n) + 2;
      expect(ends.subarray(0, count)).toEqual(sorted.subarray(0, count));
      expect(ends.subarray(-count)).toEqual(sorted.subarray(-count));
      expect(ends.toSorted()).toEqual(sorted);
    }
    expect(values).toEqual(before);
  }
});
