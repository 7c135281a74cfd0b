import { describe, expect, test } from 'vitest';
import { argMax, klDivergence } from './distribution-distance.ts';

const logs = (...shares: number[]): number[] => shares.map(Math.log);

describe('klDivergence', () => {
  test('is 0 for a distribution and itself', () => {
    expect(klDivergence(logs(0.2, 0.3, 0.5), logs(0.2, 0.3, 0.5))).toBe(0);
  });

  test('is the sum of p log(p / q), which is not symmetric', () => {
    const [p, q] = [logs(0.5, 0.5), logs(0.9, 0.1)];
    expect(klDivergence(p, q)).toBeCloseTo(0.5 * Math.log(0.5 / 0.9) + 0.5 * Math.log(0.5 / 0.1), 12);
    expect(klDivergence(q, p)).toBeCloseTo(0.9 * Math.log(0.9 / 0.5) + 0.1 * Math.log(0.1 / 0.5), 12);
  });

  test('ignores tokens that the baseline excludes, and is infinite where the candidate excludes what the baseline may say', () => {
    expect(klDivergence(logs(1, 0), logs(0.5, 0.5))).toBeCloseTo(Math.log(2), 12);
    expect(klDivergence(logs(0.5, 0.5), logs(1, 0))).toBe(Number.POSITIVE_INFINITY);
  });

  test('refuses distributions over different vocabularies', () => {
    expect(() => klDivergence([0], [0, 0])).toThrow('baseline and candidate');
  });
});

test('argMax takes the first of equal values', () => {
  expect(argMax([1, 3, 3, 2])).toBe(1);
});
