import { expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { anytimeEstimate, anytimeFloor, anytimeShareEstimate, anytimeUpperBound } from './anytime-interval.ts';
import { Race } from './race.ts';

test('holds the true mean at every look at once in at least 95 % of samples', () => {
  const random = Random.stream(5, 'anytime');
  const [truth, samples] = [-0.05, 100];
  let missed = 0;
  for (let s = 0; s < samples; s += 1) {
    const differences: number[] = [];
    let out = false;
    for (let n = 1; n <= 200; n += 1) {
      differences.push(random.real() < 0.25 ? -0.3 : random.real() < 0.1 / 3 ? 0.75 : 0);
      if (n % 100 !== 0) continue;
      const { low, high } = anytimeEstimate(differences);
      out ||= truth < low || truth > high;
    }
    if (out) missed += 1;
  }
  expect(missed / samples).toBeLessThan(0.05 + 3.29 * Math.sqrt((0.05 * 0.95) / samples));
});

test('narrows with every document, mirrors with the sign and shows a loss or a gain that is there', () => {
  const harmful = Float64Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? -0.4 : 0));
  const wide = anytimeEstimate(harmful.subarray(0, 100));
  const narrow = anytimeEstimate(harmful);
  expect(narrow.high - narrow.low).toBeLessThan(wide.high - wide.low);
  expect(narrow.high).toBeLessThan(-0.02);
  expect(narrow.value).toBeCloseTo(-0.1, 12);
  const gained = anytimeEstimate(harmful.map((d) => -d));
  expect([gained.low, gained.high]).toEqual([-narrow.high, -narrow.low]);
  expect(anytimeUpperBound(new Float64Array(50), 0.05)).toBeGreaterThan(0);
});

test('bounds a share inside [0, 1]', () => {
  const { value, low, high } = anytimeShareEstimate(
    Float64Array.from({ length: 300 }, (_, i) => (i % 10 === 0 ? 0 : 1)),
  );
  expect(value).toBeCloseTo(0.9, 12);
  expect(low).toBeGreaterThan(0.8);
  expect(low).toBeLessThan(0.9);
  expect(high).toBeGreaterThan(0.9);
  expect(high).toBeLessThanOrEqual(1);
});

test('names the number of flawless documents after which a race ends, and no smaller one', () => {
  const rule = { margin: 0.05, brokenMargin: 0.05, alpha: 0.05 };
  const floor = anytimeFloor(rule, 3);
  const race = new Race({ ...rule, candidates: ['a', 'b', 'c'] });
  for (let i = 1; i <= floor; i += 1) {
    const { verdict } = race.observe('a', { difference: 0, broke: false });
    expect(verdict).toBe(i < floor ? null : 'SAFE');
  }
  expect(anytimeFloor({ ...rule, margin: 1e-9 }, 1)).toBeGreaterThan(1e9);
});
