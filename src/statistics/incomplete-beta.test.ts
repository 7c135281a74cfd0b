import { expect, test } from 'vitest';
import { betaQuantile, binomialCdf, binomialPmf, incompleteBeta } from './incomplete-beta.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { tCdf, tQuantile, tTwoSidedP } from './student-t.ts';

test('close at their ends', () => {
  expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
  expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
  expect([normalQuantile(0), normalQuantile(1), normalCdf(-50), normalCdf(50)]).toEqual([-Infinity, Infinity, 0, 1]);
  expect([tCdf(-Infinity, 3), tCdf(Infinity, 3), tQuantile(0, 3), tQuantile(1, 3)]).toEqual([
    0,
    1,
    -Infinity,
    Infinity,
  ]);
  expect([tQuantile(0.5, 3), tTwoSidedP(0, 3)]).toEqual([0, 1]);
  expect([binomialCdf(-1, 5, 0.5), binomialCdf(5, 5, 0.5), binomialPmf(-1, 5, 0.5), binomialPmf(6, 5, 0.5)]).toEqual([
    0, 1, 0, 0,
  ]);
});

test('add up: the chances of a binomial are its distribution', () => {
  let sum = 0;
  for (let k = 0; k <= 40; k += 1) {
    sum += binomialPmf(k, 40, 0.3);
    expect(binomialCdf(k, 40, 0.3)).toBeCloseTo(sum, 12);
  }
  expect(sum).toBeCloseTo(1, 12);
});
