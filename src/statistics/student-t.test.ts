import { expect, test } from 'vitest';
import { tCdf, tQuantile } from './student-t.ts';

test('gives the published quantiles of Student t', () => {
  expect(tQuantile(0.975, 1)).toBeCloseTo(12.706204736432095, 9);
  expect(tQuantile(0.95, 9)).toBeCloseTo(1.8331129326536333, 11);
  expect(tQuantile(0.975, 399)).toBeCloseTo(1.9659272959, 8);
  expect(tQuantile(0.025, 9)).toBeCloseTo(-tQuantile(0.975, 9), 12);
});

test('inverts itself from 1 to a million degrees of freedom', () => {
  for (const freedom of [1, 2, 3, 10, 150, 5000, 1e6]) {
    for (const p of [1e-8, 0.001, 0.2, 0.49, 0.5, 0.8, 0.999])
      expect(tCdf(tQuantile(p, freedom), freedom) / p).toBeCloseTo(1, 9);
  }
});
