import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { benjaminiHochberg, bonferroni, holm } from '../../src/statistics/adjust-p-values.ts';
import { decideNonInferiority, type NonInferiorityDecision } from '../../src/statistics/non-inferiority.ts';
import { mcNemarMidP, tango } from '../../src/statistics/paired-binary.ts';
import { rankSets } from '../../src/statistics/rank-sets.ts';
import { decideSuperiority } from '../../src/statistics/superiority.ts';
import { tEstimate } from '../../src/statistics/t-interval.ts';
import { nonInferioritySentence } from '../../src/statistics/verdict-sentence.ts';
import { differences, longRun, seed } from './arbitraries.ts';

const runs = { numRuns: 60 };

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

  test('never go from SAFE to WORSE when an equal document is added, whatever the others gain or lose', () => {
    const shares = fc.double({ min: 0.001, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(differences, shares, shares, fc.boolean(), (values, margin, brokenMargin, earlierRungsSafe) => {
        const brokenCount = values.filter((d) => d <= -0.5).length;
        const decideOf = (each: Float64Array): string =>
          decideNonInferiority({ differences: each, brokenCount, margin, brokenMargin, alpha: 0.05, earlierRungsSafe })
            .verdict;
        const [before, after] = [decideOf(values), decideOf(Float64Array.of(...values, 0))];
        expect([before, after].sort()).not.toEqual(['SAFE', 'WORSE']);
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
