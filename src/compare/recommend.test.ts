import { describe, expect, test } from 'vitest';
import { decision } from '../../tests/support/decision.ts';
import { measuredVariant } from '../../tests/support/measured-variant.ts';
import { type RecommendationArm, recommend } from './recommend.ts';
import type { VariantSummary } from './run-summary.ts';

/** 400 documents of ten fields; `wrong` fields are wrong in each of the first `share` documents. */
function arm(
  id: string,
  fileBytes: number,
  { share = 0, wrong = 1, documents = 400, rate = 10 } = {},
): RecommendationArm {
  const values = Array.from({ length: documents }, (_, i) => (i < share * documents ? 1 - wrong / 10 : 1));
  const value = values.reduce((sum, each) => sum + each, 0) / documents;
  const measured = measuredVariant(id, values);
  const fieldAccuracy = {
    value,
    low: value - 0.01,
    high: Math.min(1, value + 0.01),
    level: 0.95,
    method: 'given',
    n: documents,
  };
  const summary = { id, fileBytes, documents, documentsPerSecond: rate, fieldAccuracy } as VariantSummary;
  return { summary, measured };
}

const ask = (arms: RecommendationArm[], budget = {}) => recommend({ arms, budget, decision, seed: 7 });

describe('recommend', () => {
  test('takes the smallest that is shown to lose no more than the margin', () => {
    const made = ask([
      arm('F16', 16),
      arm('Q8', 8, { share: 0.01 }),
      arm('Q4', 4, { share: 0.03 }),
      arm('Q2', 2, { share: 0.9 }),
    ]);
    expect(made.choice).toBe('Q4');
    expect(made.cost).toMatchObject({ baseline: 'F16', candidate: 'Q4', verdict: 'SAFE' });
    expect(made.reason).toContain('2.0 points against F16');
  });

  test('keeps the most accurate within the budget where nothing smaller is shown safe, and says what it costs', () => {
    const made = ask([arm('F16', 16), arm('Q8', 8, { share: 0.5 }), arm('Q2', 2, { share: 0.9, wrong: 3 })], {
      bytes: 8,
    });
    expect(made.choice).toBe('Q8');
    expect(made.cost).toMatchObject({ baseline: 'F16', verdict: 'WORSE' });
    expect(made.checks.map(({ fits }) => fits)).toEqual(['no', 'yes', 'yes']);
    expect(made.checks[0]?.reasons).toEqual(['its file has 0.000016 MB, more than 0.000008 MB']);
  });

  test('names what the paired test does not tell from the choice, and never those that it does', () => {
    const made = ask([arm('F16', 16), arm('Q8', 8, { share: 0.005 }), arm('Q2', 2, { share: 0.9, wrong: 3 })]);
    expect(made.choice).toBe('Q8');
    expect(made.notSeparated).toEqual(['F16']);
  });

  test('recommends nothing when the budget is not kept, or only may be', () => {
    expect(ask([arm('F16', 16)], { seconds: 0.05 })).toMatchObject({
      choice: null,
      reason: 'No variant keeps the budget.',
    });
    const open = ask([arm('F16', 16, { share: 0.5 })], { accuracy: 0.95 });
    expect(open).toMatchObject({ choice: null, checks: [{ fits: 'unclear' }] });
    expect(open.reason).toContain('too few to tell for F16');
    expect(ask([arm('F16', 16, { share: 0.5 })], { accuracy: 0.97 }).checks[0]?.fits).toBe('no');
  });
});
