import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { binomialPmf } from '../../src/statistics/incomplete-beta.ts';
import { stepDownMaxT } from '../../src/statistics/max-t.ts';
import { decideNonInferiority } from '../../src/statistics/non-inferiority.ts';
import { mcNemarMidP } from '../../src/statistics/paired-binary.ts';
import { wilson } from '../../src/statistics/rate-interval.ts';
import { signFlipTest } from '../../src/statistics/sign-flip-test.ts';
import { tEstimate } from '../../src/statistics/t-interval.ts';
import {
  clusteredFlips,
  collapses,
  drawDifferences,
  exactMatch,
  type Scenario,
  shareOf,
  tolerance,
} from './scenarios.ts';

// Every claim about error rates is simulated here, with the truth known exactly and a tolerance of 3.29 standard errors.
const SIMULATIONS = 2000;
const ALPHA = 0.05;
const allowed = ALPHA + tolerance(ALPHA, SIMULATIONS);

const promptNull = clusteredFlips('prompt null', 0.06, 0.06, 0.3);
/** The true loss of each is the margin that it is tested at: every SAFE is false. */
const atTheMargin: Scenario[] = [
  clusteredFlips('flips', 0.02, 0.01, 0.2),
  collapses('collapses', 0.02),
  exactMatch('exact match', 0.04, 0.01),
  clusteredFlips('noisy prompt', 0.08, 0.06, 0.3),
];

interface Rule {
  margin: number;
  differences: Float64Array;
}

function decide({ margin, differences }: Rule) {
  const brokenCount = differences.filter((d) => d <= -0.5).length;
  const rule = { margin, brokenMargin: 0.02, alpha: ALPHA, earlierRungsSafe: true };
  return decideNonInferiority({ differences, brokenCount, ...rule });
}

describe('the document as the unit', () => {
  test('gives the t interval its level at 50 documents', () => {
    const random = Random.stream(1, 't coverage');
    const coverage = shareOf(SIMULATIONS, () => {
      const { low, high } = tEstimate(drawDifferences(promptNull, 50, random));
      return low <= promptNull.mean && promptNull.mean <= high;
    });
    expect(coverage).toBeGreaterThan(0.95 - tolerance(0.95, SIMULATIONS));
    expect(coverage).toBeLessThan(0.95 + tolerance(0.95, SIMULATIONS));
  });

  test('gives the sign-flip test its level', () => {
    const random = Random.stream(1, 'sign-flip size');
    const size = shareOf(SIMULATIONS, (seed) => {
      const differences = drawDifferences(promptNull, 50, random);
      return signFlipTest(differences, { seed, draws: 499 }).pValue <= ALPHA;
    });
    expect(size).toBeLessThan(allowed);
    expect(size).toBeGreaterThan(ALPHA - tolerance(ALPHA, SIMULATIONS));
  });

  test('canary: a test on pooled fields rejects a true null many times too often', () => {
    const random = Random.stream(1, 'canary');
    const size = shareOf(SIMULATIONS, () => {
      let lost = 0;
      let gained = 0;
      for (let i = 0; i < 100; i += 1) {
        const document = promptNull.draw(random);
        lost += document.lost;
        gained += document.gained;
      }
      return mcNemarMidP(lost, gained) <= ALPHA;
    });
    expect(size).toBeGreaterThan(0.15);
  });

  test('holds the family of five candidates to its level by max-T', () => {
    const simulations = 500;
    const random = Random.stream(1, 'max-t size');
    const anyFalse = shareOf(simulations, (seed) => {
      const family = Array.from({ length: 5 }, () => drawDifferences(promptNull, 40, random));
      return Math.min(...stepDownMaxT(family, { seed, draws: 399 }).adjustedPValues) <= ALPHA;
    });
    expect(anyFalse).toBeLessThan(ALPHA + tolerance(ALPHA, simulations));
    expect(anyFalse).toBeGreaterThan(0.015);
  });
});

describe('both gates', () => {
  for (const scenario of atTheMargin) {
    test(`call a loss at the margin safe at most in 5 % of runs: ${scenario.name}`, () => {
      const margin = -scenario.mean;
      for (const n of [50, 100, 149, 200, 300]) {
        const random = Random.stream(1, scenario.name, n);
        let safe = 0;
        let worse = 0;
        for (let s = 0; s < SIMULATIONS; s += 1) {
          const decision = decide({ margin, differences: drawDifferences(scenario, n, random) });
          // Without the floor on documents: the gates have to hold by themselves.
          if (decision.lowerBound > -margin && decision.brokenUpper <= decision.brokenMargin) safe += 1;
          if (decision.upperBound < -margin) worse += 1;
        }
        expect(safe / SIMULATIONS, `${n} documents`).toBeLessThanOrEqual(allowed);
        expect(worse / SIMULATIONS, `${n} documents, worse`).toBeLessThanOrEqual(allowed);
      }
    });
  }

  test('are both needed: with rare collapses the first one alone, and a plain t bound, are too sure', () => {
    const scenario = exactMatch('pure collapses', 0.02, 0);
    const random = Random.stream(1, 'one gate');
    let firstOnly = 0;
    let both = 0;
    for (let s = 0; s < SIMULATIONS; s += 1) {
      const decision = decide({ margin: 0.02, differences: drawDifferences(scenario, 132, random) });
      if (decision.lowerBound <= -0.02) continue;
      firstOnly += 1;
      if (decision.brokenUpper <= 0.02) both += 1;
    }
    const plainT = shareOf(SIMULATIONS, () => {
      const { low } = tEstimate(drawDifferences(scenario, 50, random), { level: 1 - 2 * ALPHA });
      return low > scenario.mean;
    });
    expect(firstOnly / SIMULATIONS).toBeGreaterThan(0.055);
    expect(both).toBe(0);
    expect(plainT).toBeGreaterThan(0.25);
  });

  test('pass in at least 80 % of runs after as many further documents as a doubtful verdict asks for', () => {
    const noisy = clusteredFlips('noisy but equal', 0.02, 0.02, 0.1);
    const random = Random.stream(1, 'advice');
    let advised = 0;
    let safe = 0;
    while (advised < 300) {
      const first = drawDifferences(noisy, 200, random);
      const { verdict, moreDocuments, plannedDifference } = decide({ margin: 0.02, differences: first });
      if (verdict !== 'CANNOT_TELL' || moreDocuments === null || plannedDifference < 0) continue;
      advised += 1;
      const more = drawDifferences(noisy, moreDocuments, random);
      if (decide({ margin: 0.02, differences: Float64Array.of(...first, ...more) }).verdict === 'SAFE') safe += 1;
    }
    expect(safe / advised).toBeGreaterThan(0.8 - tolerance(0.8, 300));
    expect(safe / advised).toBeLessThan(0.95);
  });

  test('find equal variants SAFE and a loss of 5 points WORSE with 400 documents', () => {
    const equal = clusteredFlips('equal', 0.005, 0.005, 0.1);
    const harmful = clusteredFlips('harmful', 0.08, 0.01, 0.2);
    const random = Random.stream(1, 'power');
    const verdicts = (scenario: Scenario, wanted: string): number =>
      shareOf(
        500,
        () => decide({ margin: 0.02, differences: drawDifferences(scenario, 400, random) }).verdict === wanted,
      );
    expect(verdicts(equal, 'SAFE')).toBeGreaterThan(0.98);
    expect(verdicts(harmful, 'WORSE')).toBeGreaterThan(0.98);
    expect(verdicts(harmful, 'SAFE')).toBe(0);
  });
});

test('Wilson covers 95.07 % on average at 50 documents, by exact enumeration', () => {
  const rates = [0.02, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.98];
  const coverages = rates.map((rate) => {
    let coverage = 0;
    for (let k = 0; k <= 50; k += 1) {
      const { low, high } = wilson(k, 50);
      if (low <= rate && rate <= high) coverage += binomialPmf(k, 50, rate);
    }
    return coverage;
  });
  expect(coverages.reduce((sum, each) => sum + each, 0) / rates.length).toBeCloseTo(0.950735, 6);
});
