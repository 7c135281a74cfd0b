import { expect, test } from 'vitest';
import { mcNemarExact, mcNemarMidP, tango } from './paired-binary.ts';

test.each([
  [12, 2, 0.012939453125, 0.00738525390625],
  [15, 5, 0.04138946533, 0.02660369873],
  [1, 7, 0.0703125, 0.0390625],
  [0, 0, 1, 1],
])('gives McNemar exact and mid-p of %i against %i', (b, c, exact, midP) => {
  expect(mcNemarExact(b, c)).toBeCloseTo(exact, 10);
  expect(mcNemarMidP(b, c)).toBeCloseTo(midP, 10);
});

test.each([
  [1, 7, 21, -0.517232276, -0.026003032],
  [16, 8, 86, -0.019658923, 0.206910771],
  [12, 5, 200, -0.006002516, 0.080655657],
  [0, 0, 100, -0.036993498, 0.036993498],
])('gives the Tango interval of %i and %i discordant of %i', (firstOnly, secondOnly, n, low, high) => {
  const estimate = tango({ firstOnly, secondOnly, n });
  expect(estimate.low).toBeCloseTo(low, 8);
  expect(estimate.high).toBeCloseTo(high, 8);
});

test('stays finite at the corners', () => {
  expect(tango({ firstOnly: 5, secondOnly: 0, n: 5 }).high).toBe(1);
  expect(tango({ firstOnly: 0, secondOnly: 5, n: 5 }).low).toBe(-1);
  expect(tango({ firstOnly: 1, secondOnly: 0, n: 1 }).low).toBeLessThan(1);
  expect(() => tango({ firstOnly: 4, secondOnly: 4, n: 7 })).toThrow('n is 7');
});
