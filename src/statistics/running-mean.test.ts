import { expect, test } from 'vitest';
import { RunningMean } from './running-mean.ts';
import { tEstimate } from './t-interval.ts';

function estimateOf(values: readonly number[]) {
  const mean = new RunningMean();
  for (const value of values) mean.add(value);
  return mean.estimate();
}

test('a running mean has the interval that Student’s t gives for the numbers at once', () => {
  const values = Array.from({ length: 500 }, (_, i) => 1e6 + Math.sin(i) * 3);
  const [running, whole] = [estimateOf(values), tEstimate(values)];
  expect(running?.value).toBeCloseTo(whole.value, 6);
  expect(running?.low).toBeCloseTo(whole.low, 6);
  expect(running?.high).toBeCloseTo(whole.high, 6);
  expect(running).toMatchObject({ n: 500, level: 0.95 });
});

test('a time is never below zero, and one alone tells no spread', () => {
  expect(estimateOf([0, 0, 0, 9])).toMatchObject({ value: 2.25, low: 0 });
  expect(estimateOf([5])).toBeNull();
  expect(estimateOf([])).toBeNull();
});
