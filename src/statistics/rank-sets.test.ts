import { expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { rankSets } from './rank-sets.ts';
import { simultaneousEstimates } from './simultaneous.ts';
import { tEstimate } from './t-interval.ts';

function around(centre: number, name: string): Float64Array {
  const random = Random.stream(2, name);
  return Float64Array.from({ length: 200 }, () => centre + 0.2 * (random.real() - 0.5));
}

test('is wider than a single interval, and the more so the more means there are', () => {
  const vectors = ['a', 'b', 'c', 'd', 'e'].map((name) => around(0.5, name));
  const width = (k: number): number => {
    const { low, high } = simultaneousEstimates(vectors.slice(0, k), { seed: 1 })[0]!;
    return high - low;
  };
  const { low, high } = tEstimate(vectors[0]!);
  expect(Math.abs(width(1) / (high - low) - 1)).toBeLessThan(0.05);
  expect(width(2)).toBeGreaterThan(width(1) * 1.08);
  expect(width(5)).toBeGreaterThan(width(2) * 1.08);
});

test('gives close variants the same ranks and clear ones their own', () => {
  const variants = [around(0.9, 'a'), around(0.5, 'b'), around(0.5, 'c'), around(0.1, 'd')];
  expect(rankSets(variants, { seed: 1 })).toEqual([
    { best: 1, worst: 1 },
    { best: 2, worst: 3 },
    { best: 2, worst: 3 },
    { best: 4, worst: 4 },
  ]);
});

test('ranks one variant first, and equal variants anywhere', () => {
  expect(rankSets([around(0.5, 'a')], { seed: 1 })).toEqual([{ best: 1, worst: 1 }]);
  const same = around(0.5, 'a');
  expect(rankSets([same, same], { seed: 1 })).toEqual([
    { best: 1, worst: 2 },
    { best: 1, worst: 2 },
  ]);
});
