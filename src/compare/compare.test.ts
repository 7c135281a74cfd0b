import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decision } from '../../tests/support/decision.ts';
import { Random } from '../core/random.ts';
import type { ScoredRecord } from '../records/record.ts';
import type { DocumentScore, Outcome } from '../scoring/outcome.ts';
import { compareVariants } from './compare-variants.ts';
import { pairDifferences } from './pair-differences.ts';
import { collectFlips, countFlips } from './flips.ts';
import { RecordCollector } from './record-collector.ts';

function scoreOf(outcomes: Outcome[], answers: string[] = []): DocumentScore {
  const right = outcomes.filter((outcome) => outcome === 'TP' || outcome === 'TN').length;
  return {
    fieldAccuracy: right / outcomes.length,
    exact: right === outcomes.length,
    fields: outcomes.map((outcome, i) => ({
      field: `field${i}`,
      outcome,
      raw: answers[i] ?? outcome,
      predicted: answers[i] ?? outcome,
      truth: 'truth',
      grounded: true,
    })),
    validity: { rawJson: true, parsed: true, schemaValid: true, truncated: false, repairs: [] },
    scorer: 'test',
  };
}

function recordOf(variant: string, document: string, score: DocumentScore, epoch = 0): ScoredRecord {
  return {
    kind: 'scored',
    key: `${variant}/${document}/${epoch}`,
    variant,
    document,
    epoch,
    cohort: Number(document.replace(/\D/g, '')) >> 2,
    cohortMs: 10,
    measuredBytes: 100,
    predictedBytes: 90,
    output: '{}',
    promptTokens: 5,
    outputTokens: 3,
    firstTokenMs: 1,
    totalMs: 2,
    meanLogProbability: -0.1,
    finish: 'stop',
    tokensHash: 'x',
    score,
  };
}

function collect(records: readonly ScoredRecord[]): RecordCollector {
  const collector = new RecordCollector();
  for (const record of records) collector.add(record);
  return collector;
}

const compare = (records: RecordCollector) =>
  compareVariants({
    baseline: records.measured('A'),
    candidate: records.measured('B'),
    decision,
    earlierRungsSafe: true,
    seed: 7,
    pValue: 1,
    adjustedPValue: 1,
  });

/** `n` documents of 14 fields under A and B; B loses one field in each of the first `lost`. */
function arms(n: number, lost = 0): ScoredRecord[] {
  const right = Array.from({ length: 14 }, (): Outcome => 'TP');
  return Array.from({ length: n }, (_, i) => [
    recordOf('A', `d${i}`, scoreOf(right)),
    recordOf('B', `d${i}`, scoreOf(i < lost ? ['FD', ...right.slice(1)] : right)),
  ]).flat();
}

describe('compareVariants', () => {
  test('equal answers on enough documents are SAFE, on too few TOO_FEW', () => {
    expect(compare(collect(arms(400))).summary).toMatchObject({ verdict: 'SAFE', n: 400, difference: { value: 0 } });
    expect(compare(collect(arms(100))).summary.verdict).toBe('TOO_FEW');
  });

  test('one field of fourteen lost everywhere is WORSE, with as many flips as documents', () => {
    const { summary, flips } = compare(collect(arms(200, 200)));
    expect(summary.verdict).toBe('WORSE');
    expect(summary.flips).toEqual({ lost: 200, gained: 0, changedStillWrong: 0 });
    expect(flips).toHaveLength(200);
    expect(summary.difference.value).toBeCloseTo(-1 / 14, 12);
  });

  test('a candidate without records is NOT_MEASURED, and other documents are INCOMPARABLE with the list', () => {
    const onlyA = collect(arms(200).filter(({ variant }) => variant === 'A'));
    expect(compare(onlyA).summary).toMatchObject({ verdict: 'NOT_MEASURED', n: 0, reason: 'B has no scored record' });
    const missing = collect(arms(200).filter(({ key }) => key !== 'B/d3/0' && key !== 'A/d5/0' && key !== 'A/d6/0'));
    expect(compare(missing).summary).toMatchObject({
      verdict: 'INCOMPARABLE',
      reason: 'document sets differ: 1 only under A (d3), 2 only under B (d5, d6)',
      documentSets: { onlyBaseline: ['d3'], onlyCandidate: ['d5', 'd6'] },
    });
  });

  test('another scorer is INCOMPARABLE', () => {
    const mixed = arms(200).map((record) =>
      record.variant === 'B' ? { ...record, score: { ...record.score, scorer: 'other' } } : record,
    );
    expect(compare(collect(mixed)).summary.verdict).toBe('INCOMPARABLE');
  });

  test('documents that only the candidate breaks are counted, whether by bad JSON or by half of their fields', () => {
    const half: Outcome[] = [
      ...Array.from({ length: 7 }, (): Outcome => 'FD'),
      ...Array.from({ length: 7 }, (): Outcome => 'TP'),
    ];
    const records = arms(200).map((record) => {
      if (record.key === 'B/d1/0') return { ...record, score: scoreOf(half) };
      if (record.key === 'B/d2/0')
        return { ...record, score: { ...record.score, validity: { ...record.score.validity, schemaValid: false } } };
      return record;
    });
    expect(compare(collect(records)).summary.broken.count).toBe(2);
  });

  test('does not depend on the order of the records, nor on one that comes twice', () => {
    const random = Random.stream(3, 'records');
    const records = arms(60, 20);
    const expected = compare(collect(records));
    fc.assert(
      fc.property(fc.constant(null), () => {
        const shuffled = random.shuffle(records);
        expect(compare(collect([...shuffled, ...shuffled.slice(0, 5)]))).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  test('epochs are averaged within a document before anything is compared', () => {
    const records = [...arms(40), ...arms(40, 40).map((record) => ({ ...record, epoch: 1, key: `${record.key}-1` }))];
    const measured = collect(records).measured('B');
    expect(measured.documents).toHaveLength(40);
    expect(measured.documents[0]?.fieldAccuracy).toBeCloseTo((1 + 13 / 14) / 2, 12);
    const differences = pairDifferences(collect(records).measured('A'), measured, 'fieldAccuracy');
    expect(differences).toHaveLength(40);
  });
});

describe('collectFlips', () => {
  test('tells lost, gained and changed-but-still-wrong apart, and leaves equal answers out', () => {
    const before = scoreOf(['TP', 'FD', 'FD', 'FD', 'TN'], ['a', 'b', 'c', 'd', '']);
    const after = scoreOf(['FN', 'TP', 'FD', 'FD', 'TN'], ['', 'b2', 'c2', 'd', '']);
    const records = collect([recordOf('A', 'd1', before), recordOf('B', 'd1', after)]);
    const flips = collectFlips(records.measured('A'), records.measured('B'));
    expect(flips.map(({ field, kind }) => [field, kind])).toEqual([
      ['field0', 'lost'],
      ['field1', 'gained'],
      ['field2', 'changedStillWrong'],
    ]);
    expect(countFlips(flips)).toEqual({ lost: 1, gained: 1, changedStillWrong: 1 });
  });
});
