import { expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { disagreementBound } from './disagreement.ts';
import { labelSwapCheck, plantedLossCheck } from './self-check.ts';

const random = Random.stream(9, 'self-check');
const flips = Float64Array.from({ length: 300 }, () => (random.chance(0.3) ? 0.2 * (random.real() - 0.5) : 0));

test('passes on ordinary flips', () => {
  const swap = labelSwapCheck(flips, { seed: 1, alpha: 0.05 });
  expect(swap.passed).toBe(true);
  expect(swap.share).toBeGreaterThan(0.03);
  const planted = plantedLossCheck(flips, { seed: 1, alpha: 0.05, margin: 0.02, brokenMargin: 0.02 });
  expect(planted.spread.passed).toBe(true);
  expect(planted.collapsed.passed).toBe(true);
});

test('would fail a rule that calls everything safe', () => {
  // Both margins so wide that the planted loss of one is invisible to the other gate.
  const planted = plantedLossCheck(flips, { seed: 1, alpha: 0.05, margin: 0.01, brokenMargin: 0.5 });
  expect(planted.collapsed.share).toBeLessThan(0.07);
  expect(labelSwapCheck(new Float64Array(50), { seed: 1, alpha: 0.05 }).share).toBe(0);
});

test('certifies without labels where variants hardly disagree', () => {
  expect(disagreementBound(new Float64Array(200), 0.02, 0.05)).toMatchObject({ rate: 0, insideMargin: true, n: 200 });
  expect(disagreementBound(new Float64Array(100), 0.02, 0.05).insideMargin).toBe(false);
  expect(disagreementBound(new Float64Array(200).fill(0.1, 0, 60), 0.02, 0.05).insideMargin).toBe(false);
  expect(() => disagreementBound([1.2], 0.02, 0.05)).toThrow('a disagreement is 1.2');
});
