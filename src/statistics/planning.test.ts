import { expect, test } from 'vitest';
import { documentsForDifference, minimumDetectableEffect, planMargin } from './planning.ts';
import { detectableEffectBound, mcNemarPower } from './planning-binary.ts';

test('plans a margin from the floor alone, and from a pilot where there is one', () => {
  const rule = { documents: 400, margin: 0.02, brokenMargin: 0.02, alpha: 0.05 };
  expect(planMargin({ ...rule, sd: null })).toMatchObject({
    floor: 149,
    documentsToSettle: 149,
    detectableEffect: null,
  });
  expect(planMargin({ ...rule, sd: 0.2 })).toMatchObject({ documentsToSettle: 619 });
  expect(planMargin({ ...rule, documents: 50, sd: 0.1 }).smallestMargin).toBeCloseTo(0.0582, 4);
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
