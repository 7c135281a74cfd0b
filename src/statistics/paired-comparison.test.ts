import { expect, test } from 'vitest';
import { comparePairedBinary } from './paired-comparison.ts';

test('describes a yes-or-no outcome by its discordant documents', () => {
  const candidate = Array.from({ length: 200 }, (_, i) => i >= 12);
  const baseline = Array.from({ length: 200 }, (_, i) => i < 12 || i >= 17);
  const found = comparePairedBinary(candidate, baseline);
  expect(found).toMatchObject({ candidateOnly: 5, baselineOnly: 12 });
  expect(found.difference.high).toBeCloseTo(0.006002516, 8);
  expect(found.oddsRatio.value).toBeCloseTo(5 / 12, 12);
  expect(() => comparePairedBinary([true], [])).toThrow('found 1 and 0 documents');
});
