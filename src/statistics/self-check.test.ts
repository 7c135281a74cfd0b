import { expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { disagreementBound } from './disagreement.ts';
import { COLLAPSED, drawMarks, TURNED } from './draw-marks.ts';
import { boundWithPseudoDocument } from './non-inferiority.ts';
import { rateUpperBound } from './rate-interval.ts';
import { labelSwapCheck, plantedLossCheck } from './self-check.ts';
import { tEstimate } from './t-interval.ts';

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

test('counts what the interval and the gates themselves say of every simulation', () => {
  const [seed, alpha, margin, brokenMargin, simulations] = [3, 0.05, 0.02, 0.04, 500];
  const documents = flips.length;
  const shareOf = (
    name: string,
    loss: number,
    collapse: number | undefined,
    says: (d: Float64Array, broken: number) => boolean,
  ) => {
    let hits = 0;
    drawMarks({ seed, name, documents, simulations, collapse }, (marks) => {
      const planted = flips.map((d, i) =>
        (marks[i]! & COLLAPSED) > 0 ? -1 : (marks[i]! & TURNED) > 0 ? -d - loss : d - loss,
      );
      hits += says(planted, marks.filter((mark) => (mark & COLLAPSED) > 0).length) ? 1 : 0;
    });
    return hits / simulations;
  };
  const excludesZero = (d: Float64Array): boolean => {
    const { low, high } = tEstimate(d, { level: 1 - alpha });
    return low > 0 || high < 0;
  };
  const safe = (d: Float64Array, broken: number): boolean =>
    boundWithPseudoDocument(d, -1, alpha) > -margin && rateUpperBound(broken, documents, alpha) <= brokenMargin;
  expect(labelSwapCheck(flips, { seed, alpha, simulations }).share).toBe(
    shareOf('label-swap', 0, undefined, excludesZero),
  );
  const { spread, collapsed } = plantedLossCheck(flips, { seed, alpha, margin, brokenMargin, simulations });
  expect(spread.share).toBe(shareOf('planted-spread', margin, undefined, safe));
  expect(collapsed.share).toBe(shareOf('planted-collapsed', 0, margin, safe));
  expect(collapsed.share).toBeGreaterThan(0);
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
