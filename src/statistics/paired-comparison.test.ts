import { expect, test } from 'vitest';
import { comparePaired, comparePairedBinary } from './paired-comparison.ts';

test('describes a paired difference with both intervals, a test and an effect', () => {
  const baseline = Float64Array.from({ length: 60 }, (_, i) => 0.8 + 0.1 * Math.sin(i));
  const candidate = baseline.map((value, i) => value - (i % 3 === 0 ? 0.1 : 0));
  const { difference, differenceT, test: signFlip, effect } = comparePaired(candidate, baseline, { seed: 1 });
  expect(difference.value).toBeCloseTo(-0.1 / 3, 12);
  expect(difference.high).toBeLessThan(0);
  expect(Math.abs(difference.low - differenceT.low)).toBeLessThan(0.003);
  expect(signFlip.pValue).toBeLessThan(0.001);
  expect(effect).toMatchObject({ wins: 0, losses: 20, ties: 40 });
});

test('describes a yes-or-no outcome by its discordant documents', () => {
  const candidate = Array.from({ length: 200 }, (_, i) => i >= 12);
  const baseline = Array.from({ length: 200 }, (_, i) => i < 12 || i >= 17);
  const found = comparePairedBinary(candidate, baseline);
  expect(found).toMatchObject({ candidateOnly: 5, baselineOnly: 12 });
  expect(found.difference.high).toBeCloseTo(0.006002516, 8);
  expect(found.oddsRatio.value).toBeCloseTo(5 / 12, 12);
  expect(() => comparePairedBinary([true], [])).toThrow('found 1 and 0 documents');
});
