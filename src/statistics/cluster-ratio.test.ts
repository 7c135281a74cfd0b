import { expect, test } from 'vitest';
import { clusterRatio } from './cluster-ratio.ts';

test('is wider than independent fields would be where documents fail as a whole', () => {
  const right = [20, 20, 20, 20, 20, 20, 20, 20, 0, 20];
  const { value, designEffect, low, high } = clusterRatio(right, new Float64Array(10).fill(20));
  expect(value).toBeCloseTo(0.9, 12);
  // Fields of one document are all right or all wrong: 20 fields are worth one, but for n / (n - 1).
  expect(designEffect).toBeCloseTo((20 * 10) / 9, 9);
  expect(high - value).toBeCloseTo(value - low, 12);
});

test('has no design effect where nothing fails, and knows nothing from one document', () => {
  expect(clusterRatio([5, 5], [5, 5])).toMatchObject({ value: 1, low: 1, high: 1, designEffect: null });
  expect(clusterRatio([4], [5])).toMatchObject({ value: 0.8, low: 0, high: 1, n: 1 });
  expect(() => clusterRatio([0, 0], [0, 0])).toThrow('sum to 0');
});
