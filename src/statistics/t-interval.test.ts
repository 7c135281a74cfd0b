import { expect, test } from 'vitest';
import { tEstimate } from './t-interval.ts';
import { tTwoSidedP } from './student-t.ts';

const d1 = [-0.1, 0, 0.05, -0.2, 0, -0.05, -0.15, 0.1, -0.3, -0.05];

test('gives the t interval of the oracle', () => {
  const estimate = tEstimate(d1);
  expect(estimate.value).toBeCloseTo(-0.07, 12);
  expect(estimate.low).toBeCloseTo(-0.156305241, 8);
  expect(estimate.high).toBeCloseTo(0.016305241, 8);
  expect(tTwoSidedP(-0.07 / 0.0381517438, 9)).toBeCloseTo(0.09973576, 8);
});

test('says of one document that nothing is known', () => {
  expect(tEstimate([0.4], { range: [0, 1] })).toMatchObject({ value: 0.4, low: 0, high: 1, n: 1 });
});

test('has the interval of 0 of n where no two documents differ and the range is known', () => {
  const estimate = tEstimate(new Float64Array(200), { range: [-1, 1] });
  expect(estimate.high).toBeCloseTo(1 - 0.05 ** (1 / 200), 12);
  expect(estimate.low).toBe(-estimate.high);
  expect(tEstimate(new Float64Array(200))).toMatchObject({ low: 0, high: 0 });
});

test('refuses no document and a value that is not a number', () => {
  expect(() => tEstimate([])).toThrow('found 0 documents');
  expect(() => tEstimate([0, Number.NaN])).toThrow('document 1 has NaN');
});
