import type { ReportModel } from '../../../src/report/report-model.ts';
import type { Estimate } from '../../../src/statistics/estimate.ts';
import { sampleModel } from './sample.ts';

const estimate = (value: number, half: number): Estimate => ({
  value,
  low: value - half,
  high: value + half,
  level: 0.95,
  method: 'made for a test',
  n: 400,
});
const check = { share: 0.02, allowed: 0.066, simulations: 500, passed: true };

/** The first two variants of the sample run, with everything that a run may say beside its verdicts. */
export function sampleDetails(): ReportModel {
  const { summary, flips } = sampleModel();
  const [f16, q8] = summary.variants;
  const [compared] = summary.comparisons;
  if (f16 === undefined || q8 === undefined || compared === undefined) throw new Error('the sample has no variants');
  const thresholds = [0.5, 0.7, 0.9, 1];
  const variants = [f16, q8].map((variant, v) => ({
    ...variant,
    failureRate: estimate(0.01, 0.01),
    latency: {
      documents: 400,
      medianMs: 900 + 100 * v,
      p90Ms: 1500,
      p99Ms: 2100,
      quantilesMs: Array.from({ length: 21 }, (_, i) => 500 + 80 * i),
    },
    reliability: {
      groups: [0.8, 0.9, 0.97].map((confidence) => ({ confidence, accuracy: estimate(confidence - 0.03, 0.02) })),
      gap: 0.03,
    },
    profile: thresholds.map((threshold) => ({ threshold, share: estimate(1 - threshold / 2, 0.03) })),
    spread: { documents: 0.04, noise: 0.01, epochs: 3 },
  }));
  const comparison = {
    ...compared,
    fieldTests: [
      { field: 'dueDate', lost: 12, gained: 0, pValue: 0.0002, qValue: 0.0004 },
      { field: 'iban', lost: 2, gained: 1, pValue: 0.6, qValue: 0.6 },
    ],
    weighted: { mix: estimate(-0.01, 0.006) },
  };
  const place = { resampleShare: 0.9, memoryBytes: 4e7, bestRank: 1, worstRank: 2 };
  return {
    flips,
    summary: {
      ...summary,
      ...(summary.decision && { decision: { ...summary.decision, mix: { axis: 'tier', weights: { T1: 1 } } } }),
      variants,
      comparisons: [comparison],
      front: [
        { ...place, variant: f16.id, place: 'certain', dominatedBy: [], secondsPerDocument: 0.2 },
        { ...place, variant: q8.id, place: 'dominated', dominatedBy: [f16.id], secondsPerDocument: 0.3 },
      ],
      speedTrend: {
        metric: 'fieldAccuracy',
        slope: estimate(0.002, 0.001),
        intercept: 0.9,
        points: [
          { variant: f16.id, secondsPerDocument: 0.2, value: 0.95 },
          { variant: q8.id, secondsPerDocument: 0.3, value: 0.95 },
        ],
      },
      noiseFloor: {
        baseline: f16.id,
        width: 8,
        againWidth: 4,
        floor: estimate(0.006, 0.003),
        candidates: [
          {
            baseline: f16.id,
            candidate: q8.id,
            disagreement: estimate(0.04, 0.01),
            insideNoise: false,
            sentence: 'Noise floor: said here',
          },
        ],
      },
      selfChecks: [
        { baseline: f16.id, candidate: q8.id, labelSwap: check, plantedSpread: check, plantedCollapsed: check },
      ],
    },
    history: [
      {
        runId: 'run-1',
        createdAt: '2026-01-01T00:00:00Z',
        variant: f16.id,
        fieldAccuracy: estimate(0.93, 0.01),
        change: null,
        changePoint: false,
      },
      {
        runId: 'run-2',
        createdAt: '2026-01-02T00:00:00Z',
        variant: f16.id,
        fieldAccuracy: estimate(0.95, 0.01),
        change: estimate(0.02, 0.01),
        changePoint: true,
      },
    ],
  };
}
