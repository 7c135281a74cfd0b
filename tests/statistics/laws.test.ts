import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AssayError } from '../../src/core/errors.ts';
import { benjaminiHochberg, bonferroni, holm } from '../../src/statistics/adjust-p-values.ts';
import { bootstrapMeans, meanEstimate } from '../../src/statistics/bootstrap.ts';
import type { BootstrapKind } from '../../src/statistics/bootstrap-interval.ts';
import { bootstrapRatio } from '../../src/statistics/bootstrap-ratio.ts';
import { clusterRatio } from '../../src/statistics/cluster-ratio.ts';
import { stepDownMaxT } from '../../src/statistics/max-t.ts';
import { decideNonInferiority, type NonInferiorityDecision } from '../../src/statistics/non-inferiority.ts';
import { mcNemarMidP, tango } from '../../src/statistics/paired-binary.ts';
import { rankSets } from '../../src/statistics/rank-sets.ts';
import { blocksOf } from '../../src/statistics/resample-counts.ts';
import { signFlipTest } from '../../src/statistics/sign-flip-test.ts';
import { decideSuperiority } from '../../src/statistics/superiority.ts';
import { tEstimate } from '../../src/statistics/t-interval.ts';
import { nonInferioritySentence } from '../../src/statistics/verdict-sentence.ts';

// The same examples in every run: a failure then belongs to the change that caused it.
fc.configureGlobal({ seed: 7 });

const KINDS: BootstrapKind[] = ['expanded', 'percentile', 'basic', 'bca', 'studentised'];
/** Differences as shares of 20 fields: ties and zeros are common, as in real runs. */
const difference = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -20, max: 20 }).map((k) => k / 20),
);
const differences = fc.array(difference, { minLength: 2, maxLength: 60 }).map((values) => Float64Array.from(values));
const seed = fc.integer({ min: 0, max: 2 ** 31 });
const runs = { numRuns: 60 };
const resamples = 300;

interface Verdictable {
  differences: Float64Array;
  margin: number;
  brokenMargin: number;
  alpha: number;
}

function decide({ differences: values, ...rule }: Verdictable): NonInferiorityDecision {
  const brokenCount = values.filter((d) => d <= -0.5).length;
  return decideNonInferiority({ differences: values, brokenCount, earlierRungsSafe: true, ...rule });
}

const rule = { margin: 0.02, brokenMargin: 0.02, alpha: 0.05 };

/** Long runs of equal documents with some losses: the region where verdicts change. */
const longRun = fc
  .record({
    n: fc.integer({ min: 20, max: 500 }),
    losses: fc.integer({ min: 0, max: 40 }),
    size: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ n, losses, size }) => new Float64Array(n).fill(-size / 20, 0, Math.min(n, losses)));

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

describe('verdicts', () => {
  test('mirror when candidate and baseline are swapped', () => {
    fc.assert(
      fc.property(differences, seed, (values, s) => {
        const swapped = values.map((v) => -v);
        const [a, b] = [decide({ ...rule, differences: values }), decide({ ...rule, differences: swapped })];
        expect(b.lowerBound).toBeCloseTo(-a.upperBound, 12);
        const mirror = { BETTER: 'WORSE', WORSE: 'BETTER' } as Record<string, string>;
        const [c, d] = [values, swapped].map((each) => decideSuperiority({ differences: each, alpha: 0.05, seed: s }));
        expect(d!.verdict).toBe(mirror[c!.verdict] ?? c!.verdict);
        expect(d!.pValue).toBe(c!.pValue);
      }),
      runs,
    );
  });

  test('never go from SAFE to WORSE, nor back, when an equal document is added', () => {
    fc.assert(
      fc.property(longRun, fc.constantFrom(0.01, 0.02, 0.05, 0.1), (values, margin) => {
        const brokenMargin = 0.05;
        const before = decide({ differences: values, margin, brokenMargin, alpha: 0.05 });
        const after = decide({ differences: Float64Array.of(...values, 0), margin, brokenMargin, alpha: 0.05 });
        expect([before.verdict, after.verdict].sort()).not.toEqual(['SAFE', 'WORSE']);
        if (before.verdict === 'SAFE') expect(after.verdict).toBe('SAFE');
      }),
      { numRuns: 500 },
    );
  });

  test('never become SAFE when a document collapses', () => {
    fc.assert(
      fc.property(longRun, fc.integer({ min: 0, max: 499 }), (values, place) => {
        const collapsed = values.slice();
        collapsed[place % collapsed.length] = -1;
        const before = decide({ ...rule, differences: values });
        const after = decide({ ...rule, differences: collapsed });
        expect(after.lowerBound).toBeLessThanOrEqual(before.lowerBound + 1e-12);
        if (before.verdict !== 'SAFE') expect(after.verdict).not.toBe('SAFE');
      }),
      { numRuns: 500 },
    );
  });

  test('are given without NaN, with a sentence, for every input that is allowed', () => {
    const fraction = fc.double({ min: 1e-4, max: 0.999, noNaN: true });
    const alphas = fc.double({ min: 1e-6, max: 0.499, noNaN: true });
    const any = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(any, fraction, fraction, alphas, (values, margin, brokenMargin, alpha) => {
        const array = Float64Array.from(values);
        const decision = decide({ differences: array, margin, brokenMargin, alpha });
        for (const each of Object.values(decision))
          if (typeof each === 'number') expect(each).toSatisfy(Number.isFinite);
        const names = { candidate: 'B', baseline: 'A', difference: tEstimate(array) };
        const sentence = nonInferioritySentence(decision, names);
        expect(sentence).toMatch(/^(SAFE|WORSE|TOO FEW|CANNOT TELL YET)/);
        expect(sentence).not.toMatch(/NaN|undefined|Infinity|no difference/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('families', () => {
  const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

  test('adjust p-values upwards, Benjamini-Hochberg least and Bonferroni most', () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const [most, middle, least] = [bonferroni(p), holm(p), benjaminiHochberg(p)];
        for (const [i, raw] of p.entries()) {
          expect(least[i]).toBeGreaterThanOrEqual(raw);
          expect(middle[i]).toBeGreaterThanOrEqual(least[i]! - 1e-15);
          expect(most[i]).toBeGreaterThanOrEqual(middle[i]!);
        }
      }),
    );
  });

  test('give rank sets that hold the rank of the means', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 12, maxLength: 12 }), {
          minLength: 1,
          maxLength: 5,
        }),
        seed,
        (variants, s) => {
          const means = variants.map((values) => values.reduce((sum, value) => sum + value, 0));
          for (const [v, { best, worst }] of rankSets(variants, { seed: s, resamples: 100 }).entries()) {
            const ahead = means.filter((mean) => mean > means[v]!).length;
            const level = means.filter((mean) => mean === means[v]!).length;
            expect(best).toBeLessThanOrEqual(ahead + level);
            expect(worst).toBeGreaterThanOrEqual(ahead + 1);
          }
        },
      ),
      runs,
    );
  });

  test('treat both variants of a paired table alike', () => {
    const count = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(count, count, count, (b, c, same) => {
        const n = Math.max(1, b + c + same);
        expect(mcNemarMidP(b, c)).toBe(mcNemarMidP(c, b));
        const [one, two] = [tango({ firstOnly: b, secondOnly: c, n }), tango({ firstOnly: c, secondOnly: b, n })];
        expect(one.low).toBeCloseTo(-two.high, 12);
        expect(one.low).toBeLessThanOrEqual(one.value);
        expect(one.high).toBeGreaterThanOrEqual(one.value);
      }),
    );
  });
});
