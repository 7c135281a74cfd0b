import { expect, test } from 'vitest';
import { normalCdf, normalQuantile } from './normal.ts';

test('gives the quantiles of the normal distribution to 1e-12', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
  expect(normalQuantile(0.8)).toBeCloseTo(0.8416212335729143, 12);
  expect(normalQuantile(1e-12)).toBeCloseTo(-7.034483825301131, 11);
  expect(normalQuantile(0.5)).toBe(0);
});

test('inverts itself over the whole range', () => {
  for (const p of [1e-10, 1e-4, 0.01, 0.3, 0.5, 0.62, 0.99, 0.9999])
    expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 9);
});
