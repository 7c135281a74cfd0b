import { describe, expect, test } from 'vitest';
import { decision } from '../../tests/support/decision.ts';
import { ASSUMED_SDS, planDecision } from './plan-decision.ts';

const comparisons = [
  { baseline: 'F16', candidate: 'Q8_0' },
  { baseline: 'F16', candidate: 'Q2_K' },
];

describe('planDecision', () => {
  test('names the floor and the smallest margin that the documents can certify', () => {
    const plan = planDecision({ documents: 149, decision, comparisons, pilot: [] });
    // statistics.md: 149 documents without a failure certify two points, and no fewer do.
    expect(plan.floor).toBe(149);
    expect(plan.smallestMargin).toBeLessThanOrEqual(0.02);
    const fewer = planDecision({ documents: 148, decision, comparisons, pilot: [] });
    expect(fewer.smallestMargin).toBeGreaterThan(0.02);
  });

  test('certifies no margin at all below 30 documents', () => {
    expect(planDecision({ documents: 29, decision, comparisons, pilot: [] }).smallestMargin).toBeNull();
  });

  test('stands on assumed spreads without a pilot, and says no comparison of its own', () => {
    const plan = planDecision({ documents: 400, decision, comparisons, pilot: [] });
    expect(plan.comparisons).toEqual([]);
    expect(plan.assumed.map(({ sd }) => sd)).toEqual([...ASSUMED_SDS]);
    // (1.96 + 0.84) * 0.08 / sqrt(400)
    expect(plan.assumed[0]?.detectableEffect).toBeCloseTo(0.011206, 5);
  });

  test('takes the spread of a pilot; a comparison that it lacks keeps the assumptions in sight', () => {
    const pilot = [{ baseline: 'F16', candidate: 'Q8_0', n: 200, sd: 0.04, brokenCount: 0 }];
    const plan = planDecision({ documents: 400, decision, comparisons, pilot });
    expect(plan.comparisons).toHaveLength(1);
    expect(plan.comparisons[0]).toMatchObject({ candidate: 'Q8_0', sd: 0.04 });
    expect(plan.assumed).toHaveLength(3);
    const both = [...pilot, { baseline: 'F16', candidate: 'Q2_K', n: 200, sd: 0.2, brokenCount: 9 }];
    const covered = planDecision({ documents: 400, decision, comparisons, pilot: both });
    expect(covered.assumed).toEqual([]);
    // 9 of 200 broken is above the allowed 2 %: no number of documents settles that as SAFE.
    expect(covered.comparisons[1]?.documentsToSettle).toBeNull();
  });

  test('a wider spread needs more documents and finds only larger differences', () => {
    const { assumed } = planDecision({ documents: 400, decision, comparisons, pilot: [] });
    const sizes = assumed.map((spread) => spread.documentsToSettle ?? 0);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(new Set(sizes).size).toBe(sizes.length);
    expect(assumed[2]?.detectableEffect).toBeGreaterThan(assumed[0]?.detectableEffect ?? 1);
  });

  test('superiority has no floor and settles by the two-sided size', () => {
    const plan = planDecision({
      documents: 400,
      decision: { ...decision, question: 'superiority' },
      comparisons,
      pilot: [],
    });
    expect(plan.floor).toBeNull();
    // ((1.96 + 0.84) * 0.12 / 0.02)^2, rounded up
    expect(plan.assumed[1]?.documentsToSettle).toBe(283);
  });
});
