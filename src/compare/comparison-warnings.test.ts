import { expect, test } from 'vitest';
import { decision } from '../../tests/support/decision.ts';
import type { DecisionSpec } from '../spec/spec.ts';
import { compareAll } from './compare-all.ts';
import type { MeasuredDocument, MeasuredVariant } from './measured-variant.ts';

function variantOf(id: string, accuracies: readonly number[], broken = false): MeasuredVariant {
  const documents = accuracies.map(
    (fieldAccuracy, i): MeasuredDocument => ({
      id: `d${String(i).padStart(4, '0')}`,
      epochs: 0,
      scores: [],
      fieldAccuracy,
      exact: fieldAccuracy === 1 ? 1 : 0,
      broken,
    }),
  );
  const totals = { failures: 0, promptTokens: 0, outputTokens: 0, cohortMs: 1, measuredBytes: 0, predictedBytes: 0 };
  return { id, documents, ...totals, scorer: '1' };
}

const compare = (baseline: MeasuredVariant, candidate: MeasuredVariant, change: Partial<DecisionSpec> = {}) => {
  const [compared] = compareAll([{ baseline, candidate }], { decision: { ...decision, ...change }, seed: 7 });
  if (compared === undefined) throw new Error('nothing compared');
  return compared.summary;
};
const same = (n: number, value: number): number[] => Array.from({ length: n }, () => value);

test('two variants that fail everything are not SAFE: there is nothing to lose, and a warning says so', () => {
  const summary = compare(variantOf('F16', same(400, 0), true), variantOf('Q2_K', same(400, 0), true));
  expect(summary.verdict).toBe('CANNOT_TELL');
  expect(summary.reason).toBe('F16 itself gets 0.0% right, so there is no 2.0 pt to lose');
  expect(summary.sentence).toContain(summary.reason);
  expect(summary.warnings).toHaveLength(2);
  expect(summary.warnings?.[0]).toContain('F16 gets only 0.0% right and Q2_K 0.0%');
  expect(summary.warnings?.[1]).toContain('F16 breaks 400 of 400 documents');
});

test('a candidate that is worse than such a baseline is not whitewashed, and a better one is still no SAFE', () => {
  expect(compare(variantOf('F16', same(400, 0)), variantOf('Q2_K', same(400, 0.9))).verdict).toBe('CANNOT_TELL');
  const worse = compare(variantOf('F16', same(400, 0.015)), variantOf('Q2_K', same(400, 0)));
  expect(worse.verdict).not.toBe('SAFE');
});

test('a baseline that reads its documents carries no warning and can be SAFE', () => {
  const summary = compare(variantOf('F16', same(400, 0.9)), variantOf('Q8_0', same(400, 0.9)));
  expect(summary.verdict).toBe('SAFE');
  expect(summary.warnings).toBeUndefined();
});

test('superiority on fewer than 30 documents is called exploratory', () => {
  const few = compare(variantOf('a', same(20, 0.5)), variantOf('b', same(20, 0.9)), { question: 'superiority' });
  expect(few.warnings).toEqual(['b against a is exploratory: 20 documents, fewer than 30.']);
  const enough = compare(variantOf('a', same(30, 0.5)), variantOf('b', same(30, 0.9)), { question: 'superiority' });
  expect(enough.warnings).toBeUndefined();
});

test('the detectable effect of documents without any spread is not 0, in the number and in the sentence', () => {
  const summary = compare(variantOf('a', same(100, 0.9)), variantOf('b', same(100, 0.9)), { question: 'superiority' });
  expect(summary.minimumDetectableEffect).toBeGreaterThan(0.01);
  expect(summary.sentence).not.toContain('difference of 0.0 pt');
});

test('`interval: t` shows the t interval, in the sentence too, and leaves the verdict as it is', () => {
  const [a, b] = [variantOf('a', same(200, 0.9)), variantOf('b', [...same(20, 0.85), ...same(180, 0.9)])];
  const [usual, asked] = [compare(a, b), compare(a, b, { interval: 't' })];
  expect(asked.difference).toEqual(usual.differenceT);
  expect(asked.sentence).toContain('t CI');
  expect(usual.sentence).toContain('bootstrap CI');
  expect(asked.verdict).toBe(usual.verdict);
});
