import { expect, test } from 'vitest';
import { clopperPearson, rateLowerBound, rateUpperBound, wilson } from './rate-interval.ts';

test.each([
  [17, 20, 0.639581135, 0.947631254],
  [0, 20, 0, 0.161125158],
  [850, 1000, 0.826531342, 0.870789927],
])('gives the Wilson interval of %i of %i', (k, n, low, high) => {
  const estimate = wilson(k, n);
  expect(estimate.low).toBeCloseTo(low, 8);
  expect(estimate.high).toBeCloseTo(high, 8);
  expect(estimate).toMatchObject({ value: k / n, level: 0.95, n });
});

test.each([
  [0, 100, 0.02951305],
  [0, 149, 0.019904816],
  [1, 236, 0.019942382],
])('gives the exact one-sided upper bound of %i of %i', (k, n, high) => {
  expect(rateUpperBound(k, n, 0.05)).toBeCloseTo(high, 8);
});

test('mirrors the exact bounds, and closes them at 0 and n', () => {
  expect(rateLowerBound(95, 100, 0.05)).toBeCloseTo(1 - rateUpperBound(5, 100, 0.05), 12);
  expect(rateUpperBound(7, 7, 0.05)).toBe(1);
  expect(rateLowerBound(0, 7, 0.05)).toBe(0);
  expect(clopperPearson(3, 9).low).toBe(rateLowerBound(3, 9, 0.025));
});

test('refuses counts that cannot be', () => {
  expect(() => wilson(3, 2)).toThrow('k is 3, allowed is an integer from 0 to 2');
  expect(() => wilson(0, 0)).toThrow('n is 0');
  expect(() => wilson(Number.NaN, 10)).toThrow('k is NaN');
  expect(() => wilson(1, 10, 1)).toThrow('level is 1');
});
