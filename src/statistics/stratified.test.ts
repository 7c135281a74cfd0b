import { expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { type Stratum, stratifiedEstimate, stratifiedTEstimate } from './stratified.ts';

function stratum(name: string, centre: number, weight: number): Stratum {
  const random = Random.stream(1, name);
  return { name, weight, values: Float64Array.from({ length: 60 }, () => centre + 0.1 * (random.real() - 0.5)) };
}

const tiers = [stratum('T1', 0.95, 3), stratum('T2', 0.7, 1)];

test('weighs tiers by their share in the population, not by their documents', () => {
  const estimate = stratifiedEstimate(tiers, { seed: 1 });
  expect(estimate.value).toBeCloseTo(0.75 * 0.95 + 0.25 * 0.7, 1);
  const t = stratifiedTEstimate(tiers);
  expect(t.value).toBe(estimate.value);
  expect(Math.abs(t.low - estimate.low)).toBeLessThan(0.002);
  expect(Math.abs(t.high - estimate.high)).toBeLessThan(0.002);
  // Tiers far apart add nothing to the interval: only the spread inside them does.
  expect(t.high - t.low).toBeLessThan(0.02);
});

test('does not depend on the order of the tiers or the scale of the weights', () => {
  const turned = tiers.toReversed().map((tier) => ({ ...tier, weight: tier.weight * 10 }));
  const [a, b] = [stratifiedEstimate(tiers, { seed: 1 }), stratifiedEstimate(turned, { seed: 1 })];
  expect(b.low).toBeCloseTo(a.low, 12);
  expect(b.value).toBeCloseTo(a.value, 12);
});

test('refuses a tier of one document and weights that are not above 0', () => {
  expect(() => stratifiedEstimate([{ name: 'T5', values: [1], weight: 1 }], { seed: 1 })).toThrow('stratum T5');
  expect(() => stratifiedTEstimate([{ name: 'T1', values: [1, 0], weight: 0 }])).toThrow('weight of stratum T1 is 0');
});
