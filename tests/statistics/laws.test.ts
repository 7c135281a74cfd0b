import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AssayError } from '../../src/core/errors.ts';
import { bootstrapMeans, meanEstimate } from '../../src/statistics/bootstrap.ts';
import type { BootstrapKind } from '../../src/statistics/bootstrap-interval.ts';
import { bootstrapRatio } from '../../src/statistics/bootstrap-ratio.ts';
import { clusterRatio } from '../../src/statistics/cluster-ratio.ts';
import { stepDownMaxT } from '../../src/statistics/max-t.ts';
import { blocksOf } from '../../src/statistics/resample-counts.ts';
import { signFlipTest } from '../../src/statistics/sign-flip-test.ts';
import { tEstimate } from '../../src/statistics/t-interval.ts';
import { differences, seed } from './arbitraries.ts';

const KINDS: BootstrapKind[] = ['expanded', 'percentile', 'basic', 'bca', 'studentised'];
const runs = { numRuns: 60 };
const resamples = 300;

describe('estimates', () => {
  test.each(KINDS)('move with a shift and stretch with a scale: %s', (kind) => {
    fc.assert(
      fc.property(
        differences,
        seed,
        fc.integer({ min: -8, max: 8 }),
        fc.integer({ min: 1, max: 8 }),
        (values, s, shift, scale) => {
          const plain = meanEstimate(values, { seed: s, kind, resamples });
          const moved = meanEstimate(
            values.map((v) => v * scale + shift),
            { seed: s, kind, resamples },
          );
          expect(moved.value).toBeCloseTo(plain.value * scale + shift, 9);
          expect(moved.low).toBeCloseTo(plain.low * scale + shift, 6);
          expect(moved.high).toBeCloseTo(plain.high * scale + shift, 6);
        },
      ),
      runs,
    );
  });

  test.each(KINDS)('mirror when candidate and baseline are swapped: %s', (kind) => {
    fc.assert(
      fc.property(differences, seed, (values, s) => {
        const plain = meanEstimate(values, { seed: s, kind, resamples });
        const swapped = meanEstimate(
          values.map((v) => -v),
          { seed: s, kind, resamples },
        );
        expect(swapped.low).toBeCloseTo(-plain.high, 8);
        expect(swapped.high).toBeCloseTo(-plain.low, 8);
      }),
      runs,
    );
  });

  test('give the same digits for the same seed, however the blocks are shared out', () => {
    fc.assert(
      fc.property(
        fc.array(differences, { minLength: 1, maxLength: 4 }),
        seed,
        fc.integer({ min: 1, max: 4 }),
        (drawn, s, workers) => {
          const n = Math.min(...drawn.map((values) => values.length));
          const vectors = drawn.map((values) => values.subarray(0, n));
          const whole = bootstrapMeans(vectors, { seed: s, resamples: 1000 });
          const parts = Array.from({ length: workers }, (_, worker) => {
            const blocks = Array.from({ length: blocksOf(1000) }, (_each, block) => block).filter(
              (block) => block % workers === worker,
            );
            return bootstrapMeans(vectors, { seed: s, resamples: 1000, blocks });
          });
          for (const [v, means] of whole.entries()) {
            expect(means.map((_, b) => parts.reduce((sum, part) => sum + part[v]![b]!, 0))).toEqual(means);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('do not care for the order of the documents', () => {
    fc.assert(
      fc.property(differences, seed, (values, s) => {
        const turned = values.toReversed();
        const [a, b] = [tEstimate(values), tEstimate(turned)];
        expect([b.value, b.low, b.high].map((x, i) => Math.abs(x - [a.value, a.low, a.high][i]!) < 1e-12)).toEqual([
          true,
          true,
          true,
        ]);
        expect(signFlipTest(turned, { seed: s, draws: 200 }).pValue).toBe(
          signFlipTest(values, { seed: s, draws: 200 }).pValue,
        );
        const half = values.map((v) => v * v);
        const family = stepDownMaxT([values, half], { seed: s, draws: 200 });
        expect(stepDownMaxT([turned, half.toReversed()], { seed: s, draws: 200 })).toEqual(family);
      }),
      runs,
    );
  });

  test('have their value inside their interval, and no NaN', () => {
    fc.assert(
      fc.property(differences, seed, fc.constantFrom(...KINDS), (values, s, kind) => {
        const { value, low, high } = meanEstimate(values, { seed: s, kind, resamples });
        expect([value, low, high].every(Number.isFinite)).toBe(true);
        expect(low).toBeLessThanOrEqual(high + 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  test('refuse what is not finite, and only that', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noDefaultInfinity: true }), { maxLength: 12 }),
        seed,
        (values, s) => {
          const bad = values.length === 0 || values.some((value) => !Number.isFinite(value));
          const estimates = [
            () => meanEstimate(values, { seed: s, resamples: 50 }),
            () => tEstimate(values),
            () =>
              clusterRatio(
                values,
                values.map(() => 2),
              ),
            () =>
              bootstrapRatio(
                values,
                values.map(() => 2),
                { seed: s, resamples: 50 },
              ),
          ];
          for (const estimate of estimates) {
            if (bad) expect(estimate).toThrow(AssayError);
            else expect(Object.values(estimate()).every((each) => !Number.isNaN(each))).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
