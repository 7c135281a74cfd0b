import { expect, test } from 'vitest';
import { cohensH, matchedOddsRatio, pairedEffect } from './effect-sizes.ts';
import { newcombe } from './newcombe.ts';

test('counts documents won, lost and tied, and takes rounding for a tie', () => {
  const effect = pairedEffect([0.1, 0.2, -0.1, 0, 0.1 + 0.2 - 0.3]);
  expect(effect).toMatchObject({ wins: 2, losses: 1, ties: 2, cliffsDelta: 0.2 });
});

test('has no standardised mean where nothing varies', () => {
  expect(pairedEffect([0, 0, 0]).standardisedMean).toBeNull();
  expect(pairedEffect([0.1, 0.3]).standardisedMean).toBeCloseTo(0.2 / Math.sqrt(0.02), 12);
});

test('leaves odds without a limit open instead of writing infinity', () => {
  expect(matchedOddsRatio(0, 0)).toMatchObject({ value: null, low: 0, high: null });
  expect(matchedOddsRatio(4, 0)).toMatchObject({ value: null, high: null });
  expect(matchedOddsRatio(0, 4)).toMatchObject({ value: 0, low: 0 });
});

test('mirrors the interval of Newcombe and the effect size when the variants are swapped', () => {
  const table = { both: 180, firstOnly: 12, secondOnly: 5, neither: 3 };
  const swapped = newcombe({ ...table, firstOnly: 5, secondOnly: 12 });
  expect(swapped.low).toBeCloseTo(-newcombe(table).high, 12);
  expect(cohensH(0.4, 0.7)).toBe(-cohensH(0.7, 0.4));
  expect(() => cohensH(1.2, 0.5)).toThrow('rate is 1.2');
});
