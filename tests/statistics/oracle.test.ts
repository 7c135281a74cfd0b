import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { benjaminiHochberg, bonferroni, holm } from '../../src/statistics/adjust-p-values.ts';
import { Bet } from '../../src/statistics/betting.ts';
import { clusterRatio } from '../../src/statistics/cluster-ratio.ts';
import { cohensH, matchedOddsRatio } from '../../src/statistics/effect-sizes.ts';
import { varianceParts } from '../../src/statistics/epochs.ts';
import type { Estimate } from '../../src/statistics/estimate.ts';
import { betaQuantile, incompleteBeta } from '../../src/statistics/incomplete-beta.ts';
import { logGamma } from '../../src/statistics/log-gamma.ts';
import { stepDownMaxT } from '../../src/statistics/max-t.ts';
import { newcombe } from '../../src/statistics/newcombe.ts';
import { boundWithPseudoDocument } from '../../src/statistics/non-inferiority.ts';
import { normalCdf, normalQuantile } from '../../src/statistics/normal.ts';
import { mcNemarExact, mcNemarMidP, tango } from '../../src/statistics/paired-binary.ts';
import { minimumDetectableEffect } from '../../src/statistics/planning.ts';
import { documentsForPairedBinary, mcNemarPower } from '../../src/statistics/planning-binary.ts';
import { clopperPearson, rateLowerBound, rateUpperBound, wilson } from '../../src/statistics/rate-interval.ts';
import { type SignFlipOptions, signFlipTest } from '../../src/statistics/sign-flip-test.ts';
import { tCdf, tQuantile, tTwoSidedP } from '../../src/statistics/student-t.ts';
import { tEstimate } from '../../src/statistics/t-interval.ts';
import { trendOf, unpairedDifference } from '../../src/statistics/trend.ts';

type Numbers = readonly number[];
/** What a row's arguments are is fixed by `oracle.py`, row by row. */
type Arguments = readonly never[];
type Answer = (...values: Arguments) => unknown;

const bounds = ({ low, high }: Estimate): number[] => [low, high];

const answers: Record<string, Answer> = {
  normalQuantile,
  normalCdf,
  tQuantile,
  tCdf,
  incompleteBeta,
  betaQuantile,
  logGamma,
  wilson: (k: number, n: number) => bounds(wilson(k, n)),
  clopperPearson: (k: number, n: number) => bounds(clopperPearson(k, n)),
  rateUpperBound,
  rateLowerBound,
  mcNemarExact,
  mcNemarMidP,
  newcombe: (both: number, firstOnly: number, secondOnly: number, neither: number) =>
    bounds(newcombe({ both, firstOnly, secondOnly, neither })),
  tango: (firstOnly: number, secondOnly: number, n: number) => bounds(tango({ firstOnly, secondOnly, n })),
  holm,
  bonferroni,
  benjaminiHochberg,
  signFlip: (d: Numbers, alternative: NonNullable<SignFlipOptions['alternative']>) =>
    signFlipTest(d, { seed: 1, alternative }).pValue,
  tInterval: (d: Numbers) => {
    const { low, high, value } = tEstimate(d);
    const error = (high - low) / 2 / tQuantile(0.975, d.length - 1);
    return [low, high, value, tTwoSidedP(value / error, d.length - 1)];
  },
  maxT: (vectors: readonly Numbers[]) => stepDownMaxT(vectors, { seed: 1 }).adjustedPValues,
  pseudoBound: (d: Numbers, pseudo: -1 | 1) => boundWithPseudoDocument(Float64Array.from(d), pseudo, 0.05),
  clusterRatio: (x: Numbers, m: Numbers) => {
    const { value, standardError, designEffect } = clusterRatio(x, m);
    return [value, standardError, designEffect];
  },
  cohensH,
  matchedOddsRatio: (b: number, c: number) => {
    const { value, low, high } = matchedOddsRatio(b, c);
    return [value, low, high];
  },
  mcNemarPower: (n: number, firstOnly: number, secondOnly: number, kind: 'exact' | 'mid-p') =>
    mcNemarPower({ n, firstOnly, secondOnly, alpha: 0.05, test: kind }),
  documentsForPairedBinary: (discordant: number, difference: number) =>
    documentsForPairedBinary(discordant, difference, { alpha: 0.05 }),
  minimumDetectableEffect: (sd: number, n: number) => minimumDetectableEffect(sd, n, { alpha: 0.05 }),
  unpairedDifference: (later: Numbers, earlier: Numbers) => {
    const { value, low, high } = unpairedDifference(later, earlier);
    return [value, low, high];
  },
  trend: (x: Numbers, means: Numbers) => {
    const { slope, intercept } = trendOf(
      x,
      means.map((mean) => [mean - 0.01, mean + 0.01]),
      { seed: 1 },
    );
    return [slope.value, intercept];
  },
  varianceParts: (values: readonly Numbers[]) => {
    const { documents, noise } = varianceParts(values);
    return [documents, noise];
  },
  betting: (d: Numbers, margin: number, cap: number) => {
    const bet = Bet.onSafe({ margin, cap });
    return d.map((each) => {
      bet.observe(each);
      return bet.evidence;
    });
  },
};

interface Row {
  function: string;
  arguments: Arguments;
  expected: number | number[];
  tolerance: number;
}

const { rows } = JSON.parse(readFileSync(new URL('oracle.json', import.meta.url), 'utf8')) as { rows: Row[] };

describe('values of scipy and statsmodels', () => {
  for (const name of new Set(rows.map((row) => row.function))) {
    test(`agree with ${name}`, () => {
      for (const { arguments: values, expected, tolerance } of rows.filter((row) => row.function === name)) {
        const found = [(answers[name] as Answer)(...values)].flat() as number[];
        const wanted = [expected].flat();
        expect(found).toHaveLength(wanted.length);
        for (const [i, value] of wanted.entries()) {
          const scale = Math.max(1, Math.abs(value));
          const where = `${name}(${JSON.stringify(values).slice(0, 80)})[${i}]: ${found[i]} against ${value}`;
          expect(Math.abs(found[i]! - value) / scale, where).toBeLessThanOrEqual(tolerance);
        }
      }
    });
  }
});

describe('the published rows of the specification', () => {
  test('agree with the intervals of Newcombe and Tango', () => {
    expect(bounds(newcombe({ both: 20, firstOnly: 12, secondOnly: 2, neither: 16 })).map((x) => x.toFixed(4))).toEqual([
      '0.0562',
      '0.3292',
    ]);
    expect(bounds(newcombe({ both: 1, firstOnly: 1, secondOnly: 7, neither: 12 })).map((x) => x.toFixed(3))).toEqual([
      '-0.507',
      '-0.026',
    ]);
    expect(bounds(tango({ firstOnly: 1, secondOnly: 7, n: 21 })).map((x) => x.toFixed(3))).toEqual([
      '-0.517',
      '-0.026',
    ]);
    expect(bounds(tango({ firstOnly: 16, secondOnly: 8, n: 86 })).map((x) => x.toFixed(3))).toEqual([
      '-0.020',
      '0.207',
    ]);
  });

  test('agree with the capital of the gambler', () => {
    const found = (answers['betting'] as (d: Numbers, margin: number, cap: number) => number[])(
      [0, -0.1, 0, 0, 0.05, 0, 0, 0, -0.05, ...Array.from({ length: 11 }, () => 0)],
      0.05,
      1,
    );
    const wanted = { 1: 1.033291874, 5: 1.145576559, 10: 1.351409395, 20: 2.059812525 };
    for (const [t, value] of Object.entries(wanted)) expect(found[Number(t) - 1]).toBeCloseTo(value, 8);
  });

  test('agree with the power of McNemar and the documents for a paired outcome', () => {
    expect(mcNemarPower({ n: 200, firstOnly: 0.08, secondOnly: 0.02, alpha: 0.05, test: 'exact' })).toBeCloseTo(
      0.733473858,
      8,
    );
    expect(mcNemarPower({ n: 200, firstOnly: 0.08, secondOnly: 0.02, alpha: 0.05, test: 'mid-p' })).toBeCloseTo(
      0.792828361,
      8,
    );
    expect(mcNemarPower({ n: 200, firstOnly: 0.05, secondOnly: 0.05, alpha: 0.05, test: 'exact' })).toBeCloseTo(
      0.029376624,
      8,
    );
    expect(mcNemarPower({ n: 200, firstOnly: 0.05, secondOnly: 0.05, alpha: 0.05, test: 'mid-p' })).toBeCloseTo(
      0.045734937,
      8,
    );
    expect(documentsForPairedBinary(0.1, 0.03, { alpha: 0.05 })).toBeCloseTo(869.736146, 5);
    expect(documentsForPairedBinary(0.04, 0.02, { alpha: 0.05 })).toBeCloseTo(782.525955, 5);
  });

  test('agree with the cluster-robust error, odds ratio and effect size', () => {
    const ratio = clusterRatio([9, 14, 20, 6, 19, 3], [10, 20, 20, 10, 20, 15]);
    expect(ratio.value).toBeCloseTo(0.747368421, 8);
    expect(ratio.standardError).toBeCloseTo(0.1235295568, 9);
    expect(matchedOddsRatio(12, 5)).toMatchObject({ value: 2.4 });
    expect(matchedOddsRatio(12, 5).low).toBeCloseTo(0.787045894, 8);
    expect(matchedOddsRatio(12, 5).high).toBeCloseTo(8.695981119, 8);
    expect(cohensH(0.95, 0.9)).toBeCloseTo(0.192474297, 8);
    expect(cohensH(0.99, 0.97)).toBeCloseTo(0.147831179, 8);
  });
});
