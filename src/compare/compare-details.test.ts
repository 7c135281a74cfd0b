import { expect, test } from 'vitest';
import type { DocumentScore, Outcome } from '../scoring/outcome.ts';
import { decision } from '../../tests/support/decision.ts';
import { comparisonDetails } from './compare-details.ts';
import { describeVariant } from './describe-variant.ts';
import { collectFlips } from './flips.ts';
import { measureDocument } from './measure-document.ts';
import type { MeasuredVariant } from './measured-variant.ts';
import { findFront, findSpeedTrend } from './rank-variants.ts';

/** 80 documents of two fields; `wrong` says which documents lose the first field. */
function variant(
  id: string,
  wrong: (i: number) => boolean,
  options: { ms?: number; bytes?: number } = {},
): MeasuredVariant {
  const documents = Array.from({ length: 80 }, (_, i) => {
    const outcome: Outcome = wrong(i) ? 'FD' : 'TP';
    const field = (name: string, own: Outcome) => ({
      field: name,
      outcome: own,
      raw: own,
      predicted: own,
      truth: 'TP',
      grounded: true,
    });
    const score: DocumentScore = {
      fieldAccuracy: outcome === 'TP' ? 1 : 0.5,
      exact: outcome === 'TP',
      fields: [field('grossTotal', outcome), field('iban', 'TP')],
      validity: { rawJson: true, parsed: true, schemaValid: true, truncated: false, repairs: [] },
      scorer: '1',
    };
    const measured = measureDocument(`d${String(i).padStart(2, '0')}`, [score]);
    return { ...measured, totalMs: (options.ms ?? 100) + (i % 5), confidence: outcome === 'TP' ? 0.95 : 0.7 };
  });
  const totals = { failures: 0, promptTokens: 1, outputTokens: 1, predictedBytes: 1, scorer: '1' };
  return { id, documents, ...totals, cohortMs: 80 * (options.ms ?? 100), measuredBytes: options.bytes ?? 1000 };
}

const before = variant('before', () => false, { ms: 200, bytes: 2000 });
const after = variant('after', (i) => i % 8 === 0);
const differences = Float64Array.from(after.documents, ({ fieldAccuracy }) => fieldAccuracy - 1);
const detailsOf = (extra: object = {}, axesOf?: (id: string) => Record<string, string>) =>
  comparisonDetails(
    { baseline: before, candidate: after, decision: { ...decision, ...extra }, seed: 7, axesOf },
    { differences, flips: collectFlips(before, after) },
  );

test('counts wins and losses, and asks the same of documents that are wholly right', () => {
  const { paired } = detailsOf();
  expect(paired).toMatchObject({ wins: 0, losses: 10, ties: 70, exact: { candidateOnly: 0, baselineOnly: 10 } });
  expect(paired?.cliffsDelta).toBeCloseTo(-0.125, 12);
  expect(paired?.exact.pValue).toBeLessThan(0.01);
  expect(paired?.exact.differenceNewcombe.high).toBeLessThan(0);
  expect(paired?.cohensH).toBeLessThan(0);
});

test('names the field that changed, and no field that did not flip', () => {
  const { fieldTests } = detailsOf();
  expect(fieldTests?.map(({ field }) => field)).toEqual(['grossTotal']);
  expect(fieldTests?.[0]).toMatchObject({ lost: 10, gained: 0 });
  expect(fieldTests?.[0]?.qValue).toBeGreaterThanOrEqual(fieldTests?.[0]?.pValue ?? 1);
});

test('weighs tiers as the experiment says, and says nothing where a tier holds too few documents', () => {
  const axesOf = (id: string) => ({ tier: Number(id.slice(1)) < 40 ? 'T1' : 'T2' });
  const mix = (weights: Record<string, number>) => detailsOf({ mix: { axis: 'tier', weights } }, axesOf).weighted;
  expect(mix({ T1: 1, T2: 1 })?.mix?.value).toBeCloseTo(-0.0625, 12);
  expect(mix({ T1: 1, T2: 3 })?.mixT?.method).toContain('2 strata');
  expect(mix({ T1: 1, T9: 1 })).toBeUndefined();
});

test('tells latency, reliability and the share of documents with most fields right', () => {
  const { latency, reliability, profile, failureRate } = describeVariant(after, 7);
  expect(latency).toMatchObject({ documents: 80, medianMs: 102 });
  expect(latency?.quantilesMs).toHaveLength(21);
  expect(reliability?.groups[0]?.confidence).toBeLessThan(reliability?.groups.at(-1)?.confidence ?? 0);
  expect(reliability?.groups[0]?.accuracy.value).toBeLessThan(1);
  expect(profile?.at(-1)?.share.value).toBeCloseTo(70 / 80, 12);
  expect(failureRate).toMatchObject({ value: 0, low: 0 });
});

test('puts the faster and smaller of two equal variants alone on the front, with ranks that they share', () => {
  const equal = variant('equal', () => false, { ms: 100, bytes: 1000 });
  const front = findFront({ variants: [before, equal], replicas: 1, decision, seed: 7 });
  expect(front?.map(({ variant: id, place, bestRank, worstRank }) => ({ id, place, bestRank, worstRank }))).toEqual([
    { id: 'before', place: 'dominated', bestRank: 1, worstRank: 2 },
    { id: 'equal', place: 'certain', bestRank: 1, worstRank: 2 },
  ]);
  expect(findSpeedTrend({ variants: [before, equal], replicas: 1, decision, seed: 7 })).toBeNull();
  const slow = variant('slow', () => false, { ms: 400, bytes: 3000 });
  const trend = findSpeedTrend({ variants: [after, before, slow], replicas: 1, decision, seed: 7 });
  expect(trend?.points.map(({ secondsPerDocument }) => secondsPerDocument)).toEqual([0.1, 0.2, 0.4]);
  expect(trend?.slope.value).toBeGreaterThan(0);
});
