import { expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { Race } from '../../src/statistics/race.ts';
import { tEstimate } from '../../src/statistics/t-interval.ts';
import {
  clusteredFlips,
  collapses,
  differenceOf,
  drawDifferences,
  type Scenario,
  shareOf,
  tolerance,
} from './scenarios.ts';

const DOCUMENTS = 600;
const MARGIN = 0.02;
const ALPHA = 0.05;
const SIMULATIONS = 2000;

interface Outcome {
  safe: number;
  worse: number;
  /** Mean documents until the decision, all of them where there was none. */
  documents: number;
}

function race(scenario: Scenario, simulations = SIMULATIONS): Outcome {
  const random = Random.stream(4, 'race', scenario.name);
  const outcome = { safe: 0, worse: 0, documents: 0 };
  for (let s = 0; s < simulations; s += 1) {
    const contest = new Race({ candidates: ['candidate'], margin: MARGIN, brokenMargin: MARGIN, alpha: ALPHA });
    let seen = 0;
    while (seen < DOCUMENTS && contest.open.length > 0) {
      const difference = differenceOf(scenario.draw(random));
      contest.observe('candidate', { difference, broke: difference <= -0.5 });
      seen += 1;
    }
    const { verdict } = contest.decisionOf('candidate');
    if (verdict === 'SAFE') outcome.safe += 1 / simulations;
    if (verdict === 'WORSE') outcome.worse += 1 / simulations;
    outcome.documents += seen / simulations;
  }
  return outcome;
}

const allowed = ALPHA + tolerance(ALPHA, SIMULATIONS);

test('saves at least 60 % of 600 documents when variants are equal', () => {
  const { safe, worse, documents } = race(clusteredFlips('equal', 0.005, 0.005, 0.1));
  expect(documents).toBeLessThan(0.4 * DOCUMENTS);
  expect(safe).toBeGreaterThan(0.98);
  expect(worse).toBeLessThan(0.001);
});

test('saves at least 60 % of 600 documents when a candidate loses 5 points', () => {
  const { worse, documents } = race(clusteredFlips('harm', 0.06, 0.01, 0.2), 500);
  expect(documents).toBeLessThan(0.4 * DOCUMENTS);
  expect(worse).toBeGreaterThan(0.95);
});

test.each([
  clusteredFlips('flips at the margin', 0.03, 0.01, 0.2),
  collapses('collapses at the margin', MARGIN / 0.95),
])('calls a loss at the margin SAFE, or WORSE, at most in 5 % of runs: $name', (scenario) => {
  expect(scenario.mean).toBeCloseTo(-MARGIN, 6);
  const { safe, worse } = race(scenario);
  expect(safe).toBeLessThan(allowed);
  expect(worse).toBeLessThan(allowed);
});

test('canary: looking at a t interval every 10 documents calls a loss at the margin safe far too often', () => {
  const scenario = clusteredFlips('flips at the margin', 0.03, 0.01, 0.2);
  const random = Random.stream(4, 'peeking');
  const falseSafe = shareOf(500, () => {
    const differences = drawDifferences(scenario, DOCUMENTS, random);
    for (let n = 30; n <= DOCUMENTS; n += 10) {
      if (tEstimate(differences.subarray(0, n)).low > -MARGIN) return true;
    }
    return false;
  });
  expect(falseSafe).toBeGreaterThan(0.15);
});
