import { expect, test } from 'vitest';
import { performanceProfile } from './performance-profile.ts';
import { trendOf, unpairedDifference } from './trend.ts';

test('fits the line of the means, with an interval over documents', () => {
  const bits = [4, 8, 16];
  const variants = bits.map((bit) =>
    Float64Array.from({ length: 80 }, (_, i) => 0.5 + 0.01 * bit + 0.1 * Math.sin(i + bit)),
  );
  const { slope, intercept } = trendOf(bits, variants, { seed: 1 });
  expect(slope.value).toBeCloseTo(0.01, 2);
  expect(intercept).toBeCloseTo(0.5, 1);
  expect(slope.low).toBeLessThan(0.01);
  expect(slope.high).toBeGreaterThan(0.01);
  expect(slope.method).toContain('least squares slope, bootstrap');
  expect(() => trendOf([4, 4], variants.slice(0, 2), { seed: 1 })).toThrow('the spread of x is 0');
});

test('is sure of a slope where every document agrees', () => {
  const variants = [2, 4].map((bit) => Float64Array.from({ length: 30 }, (_, i) => 0.01 * i + 0.1 * bit));
  const { slope } = trendOf([2, 4], variants, { seed: 1 });
  expect(slope.high - slope.low).toBeLessThan(1e-12);
});

test('mirrors when later and earlier are swapped', () => {
  const [a, b] = [
    [0.1, 0.4, 0.5, 0.9],
    [0.3, 0.2, 0.1],
  ];
  expect(unpairedDifference(a, b).low).toBeCloseTo(-unpairedDifference(b, a).high, 12);
  expect(unpairedDifference([1, 1], [0, 0])).toMatchObject({ value: 1, low: 1, high: 1 });
});

test('shows whether a mean hides ruined documents', () => {
  const profile = performanceProfile([1, 1, 0.95, 0.1], [0, 0.9, 1]);
  expect(profile.map(({ value }) => value)).toEqual([1, 0.75, 0.5]);
});
