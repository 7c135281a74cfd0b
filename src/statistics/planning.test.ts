import { expect, test } from 'vitest';
import { documentsToSettle } from './documents-to-settle.ts';
import {
  documentsForDifference,
  documentsForNonInferiority,
  minimumDetectableEffect,
  smallestCertifiableMargin,
} from './planning.ts';
import { detectableEffectBound, mcNemarPower } from './planning-binary.ts';

test('plans for the gates: the added document costs a few on top of the formula of the plain bound', () => {
  const rule = { margin: 0.02, brokenMargin: 0.02, alpha: 0.05, n: 0, brokenCount: 0, power: 0.8 };
  const formula = documentsForNonInferiority({ sd: 0.2, margin: 0.02, alpha: 0.05 })!;
  const planned = documentsToSettle({ ...rule, sd: 0.2 });
  expect(planned).toBeGreaterThan(formula);
  expect(planned).toBeLessThan(formula * 1.25);
  expect(smallestCertifiableMargin(50, 0.05)).toBeCloseTo(0.0582, 4);
});

test('needs as many documents for a difference as make it detectable', () => {
  const n = documentsForDifference(0.12, 0.02, { alpha: 0.05 });
  expect(minimumDetectableEffect(0.12, n, { alpha: 0.05 })).toBeLessThanOrEqual(0.02);
  expect(minimumDetectableEffect(0.12, n - 1, { alpha: 0.05 })).toBeGreaterThan(0.02);
  expect(detectableEffectBound(1, 100, { alpha: 0.05 })).toBeCloseTo(0.28, 2);
});

test('finds what the plan promises to find, and more with more documents', () => {
  const power = (n: number): number =>
    mcNemarPower({ n, firstOnly: 0.07, secondOnly: 0.03, alpha: 0.05, test: 'mid-p' });
  expect(power(491)).toBeGreaterThan(0.78);
  expect(power(200)).toBeLessThan(power(491));
});

test('plans for both gates, and says when no number of documents would do', () => {
  const seen = { n: 300, sd: 0.05, margin: 0.02, brokenMargin: 0.02, alpha: 0.05 };
  expect(documentsToSettle({ ...seen, brokenCount: 0 })).toBe(300);
  expect(documentsToSettle({ ...seen, n: 0, brokenCount: 0 })).toBeLessThan(250);
  expect(documentsToSettle({ ...seen, sd: 0.2, seen: -0.01, brokenCount: 0 })).toBeGreaterThan(500);
  const withBreaks = documentsToSettle({ ...seen, brokenCount: 3 })!;
  expect(withBreaks).toBeGreaterThan(800);
  expect(documentsToSettle({ ...seen, brokenCount: 6 })).toBeNull();
  expect(documentsToSettle({ ...seen, brokenCount: 0, difference: -0.02 })).toBeNull();
});

test('reaches full power where only one variant ever loses, given enough documents', () => {
  const power = (firstOnly: number, secondOnly: number): number =>
    mcNemarPower({ n: 400, firstOnly, secondOnly, alpha: 0.05, test: 'mid-p' });
  expect(power(0.1, 0)).toBeGreaterThan(0.9999);
  expect(power(0, 0.1)).toBeCloseTo(power(0.1, 0), 12);
});
