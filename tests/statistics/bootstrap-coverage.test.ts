import { expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { bootstrapMeans, DEFAULT_BOOTSTRAP, meanEstimate } from '../../src/statistics/bootstrap.ts';
import { bcaInterval, expandedInterval, percentileInterval } from '../../src/statistics/bootstrap-interval.ts';
import { meanOf } from '../../src/statistics/moments.ts';
import { simultaneousEstimates } from '../../src/statistics/simultaneous.ts';
import { clusteredFlips, drawDifferences, exactMatch, shareOf, tolerance } from './scenarios.ts';

const scenarios = [
  clusteredFlips('flips', 0.02, 0.01, 0.2),
  clusteredFlips('prompt null', 0.06, 0.06, 0.3),
  clusteredFlips('lower rung', 0.1, 0.02, 0.2),
  exactMatch('exact match', 0.04, 0.01),
];
const SIMULATIONS = 500;
const RESAMPLES = 600;

type Kind = 'expanded' | 'percentile' | 'bca';

/** Share of simulations in which each kind covers the true mean, all kinds on the same resamples. */
function coverages(n: number): Record<Kind, number>[] {
  return scenarios.map((scenario) => {
    const random = Random.stream(2, scenario.name, n);
    const hits = { expanded: 0, percentile: 0, bca: 0 };
    for (let seed = 0; seed < SIMULATIONS; seed += 1) {
      const values = drawDifferences(scenario, n, random);
      const value = meanOf(values);
      const replicates = bootstrapMeans([values], { seed, resamples: RESAMPLES })[0]!;
      const resampled = { value, replicates, level: 0.95 };
      const leftOut = values.map((each) => (n * value - each) / (n - 1));
      const intervals = {
        expanded: expandedInterval(resampled, n),
        percentile: percentileInterval(resampled),
        bca: bcaInterval(resampled, leftOut),
      };
      for (const kind of ['expanded', 'percentile', 'bca'] as const) {
        const [low, high] = intervals[kind];
        if (low <= scenario.mean + 1e-12 && scenario.mean <= high + 1e-12) hits[kind] += 1;
      }
    }
    return {
      expanded: hits.expanded / SIMULATIONS,
      percentile: hits.percentile / SIMULATIONS,
      bca: hits.bca / SIMULATIONS,
    };
  });
}

function shortfall(cells: readonly Record<Kind, number>[], kind: Kind): number {
  return cells.reduce((sum, cell) => sum + Math.max(0, 0.95 - cell[kind]), 0) / cells.length;
}

test('the default interval falls short of its level less than the other kinds, and stays close to it', () => {
  expect(DEFAULT_BOOTSTRAP).toBe('expanded');
  const cells = [50, 100, 200].flatMap(coverages);
  expect(shortfall(cells, 'expanded')).toBeLessThan(shortfall(cells, 'percentile'));
  expect(shortfall(cells, 'percentile')).toBeLessThan(shortfall(cells, 'bca'));
  expect(shortfall(cells, 'expanded')).toBeLessThan(0.03);
  // From 100 documents on no scenario without collapses falls below 90 %.
  for (const cell of cells.slice(scenarios.length)) expect(cell.expanded).toBeGreaterThan(0.9);
});

test('no interval over documents covers rare collapses, which is why verdicts rest on the gates', () => {
  const rare = exactMatch('rare', 0.01, 0);
  const random = Random.stream(2, 'rare');
  const coverage = shareOf(500, (seed) => {
    const { low, high } = meanEstimate(drawDifferences(rare, 100, random), { seed, resamples: 200 });
    return low <= rare.mean && rare.mean <= high;
  });
  expect(coverage).toBeLessThan(0.75);
});

test('simultaneous intervals hold all at once', () => {
  const scenario = scenarios[1]!;
  const random = Random.stream(2, 'simultaneous');
  const simulations = 500;
  const all = shareOf(simulations, (seed) => {
    const vectors = Array.from({ length: 6 }, () => drawDifferences(scenario, 80, random));
    return simultaneousEstimates(vectors, { seed, resamples: 500 }).every(
      ({ low, high }) => low <= scenario.mean && scenario.mean <= high,
    );
  });
  expect(all).toBeGreaterThan(0.94 - tolerance(0.95, simulations));
});
