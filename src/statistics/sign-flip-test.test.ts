import { expect, test } from 'vitest';
import { stepDownMaxT } from './max-t.ts';
import { signFlipTest } from './sign-flip-test.ts';

const d1 = [-0.1, 0, 0.05, -0.2, 0, -0.05, -0.15, 0.1, -0.3, -0.05];
const d2 = [0, 0.05, 0.1, 0, 0.05, 0.15, 0.05, 0, 0.1, 0.05];
const d3 = [0.05, 0, -0.05, 0.1, 0, 0, -0.1, 0.05, 0, 0.05];

test('visits every sign pattern of few documents', () => {
  expect(signFlipTest(d1, { seed: 1 })).toEqual({ pValue: 34 / 256, exact: true, patterns: 256, nonZero: 8 });
  expect(signFlipTest(d1, { seed: 1, alternative: 'less' }).pValue).toBe(0.06640625);
});

test('draws patterns where they are too many, and comes close to the exact p', () => {
  const many = [...d1, ...d1, ...d1].map((d) => d / 2 + 0.02);
  const few = signFlipTest(many, { seed: 1 });
  expect(few.exact).toBe(false);
  expect(Math.abs(few.pValue - signFlipTest(many, { seed: 2, draws: 100_000 }).pValue)).toBeLessThan(0.015);
});

test('gives p = 1 without any difference, and never 0', () => {
  expect(signFlipTest(new Float64Array(40), { seed: 1 }).pValue).toBe(1);
  expect(signFlipTest(new Float64Array(200).fill(0.1), { seed: 1, draws: 999 }).pValue).toBe(0.001);
});

test('gives the step-down max-T p-values of all 1024 sign patterns', () => {
  const result = stepDownMaxT([d1, d2, d3], { seed: 1 });
  expect(result).toMatchObject({ exact: true, patterns: 1024 });
  expect(result.pValues).toEqual([0.1328125, 0.015625, 0.78125]);
  expect(result.adjustedPValues).toEqual([0.28125, 0.015625, 0.78125]);
});

test('comes close to the exact max-T where patterns are drawn', () => {
  const vectors = [d1, d2, d3].map((d) => d.concat(d));
  const a = stepDownMaxT(vectors, { seed: 1 });
  const b = stepDownMaxT(vectors, { seed: 2, draws: 60_000 });
  expect(a.exact).toBe(false);
  for (const [v, p] of a.adjustedPValues.entries()) expect(Math.abs(p - b.adjustedPValues[v]!)).toBeLessThan(0.015);
});
