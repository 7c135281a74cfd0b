import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  absentFieldRate,
  accuracy,
  countOutcomes,
  f1,
  fieldCounts,
  macroF1,
  type MicroMetric,
  microParts,
  precision,
  recall,
} from './counts.ts';
import type { CellScore, DocumentScore, FieldScore, Outcome } from './outcome.ts';

const fieldScore = (field: string, outcome: Outcome | 'unanswered', grounded = true): FieldScore => {
  const raw = outcome === 'FN' || outcome === 'TN' || outcome === 'unanswered' ? null : 'x';
  const truth = outcome === 'FA' || outcome === 'TN' || outcome === 'unanswered' ? null : 'x';
  return {
    field,
    outcome: outcome === 'unanswered' ? 'FN' : outcome,
    raw,
    predicted: raw,
    truth,
    grounded: raw === null ? null : grounded,
  };
};
const documentOf = (fields: FieldScore[]): DocumentScore => ({
  fieldAccuracy: fields.filter(({ outcome }) => outcome === 'TP' || outcome === 'TN').length / fields.length,
  exact: false,
  fields,
  validity: { rawJson: true, parsed: true, schemaValid: true, truncated: false, repairs: [] },
  scorer: 'test',
});
const outcomes = fc.constantFrom(
  'TP' as const,
  'FD' as const,
  'FN' as const,
  'FA' as const,
  'TN' as const,
  'unanswered' as const,
);
const documents = fc
  .array(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), outcomes, fc.boolean()), { minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((list) =>
    list.map((fields) => documentOf(fields.map(([name, outcome, grounded]) => fieldScore(name, outcome, grounded)))),
  );
const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

describe('metrics', () => {
  const counts = { TP: 6, FD: 2, FN: 1, FA: 3, TN: 4, unanswered: 2 };

  test('are the stated ratios of counts', () => {
    expect(precision(counts)).toBe(6 / 11);
    expect(recall(counts)).toBe(6 / 9);
    expect(f1(counts)).toBe(12 / 20);
    expect(accuracy(counts)).toBe(10 / 18);
    expect(absentFieldRate(counts)).toBe(3 / 7);
  });

  test('are null where they say nothing', () => {
    const nothing = countOutcomes([fieldScore('a', 'TN')]);
    expect([precision(nothing), recall(nothing), f1(nothing)]).toEqual([null, null, null]);
    expect(absentFieldRate(countOutcomes([fieldScore('a', 'TP')]))).toBeNull();
    expect(accuracy(countOutcomes([]))).toBeNull();
  });

  test('a wrong value lowers recall as a missing one does, and precision too', () => {
    const missing = countOutcomes([fieldScore('a', 'TP'), fieldScore('b', 'FN')]);
    const wrong = countOutcomes([fieldScore('a', 'TP'), fieldScore('b', 'FD')]);
    expect([recall(wrong), precision(wrong)]).toEqual([0.5, 0.5]);
    expect([recall(missing), precision(missing)]).toEqual([0.5, 1]);
  });

  test('an absent field of a failed document is wrong, but no missed value', () => {
    expect(countOutcomes([fieldScore('a', 'unanswered')])).toEqual({
      TP: 0,
      FD: 0,
      FN: 0,
      FA: 0,
      TN: 0,
      unanswered: 1,
    });
  });

  test('F1 is the harmonic mean of precision and recall', () => {
    const nat = fc.nat(50);
    fc.assert(
      fc.property(
        fc.record({ TP: fc.integer({ min: 1, max: 50 }), FD: nat, FN: nat, FA: nat, TN: nat, unanswered: nat }),
        (counts) => {
          const [p, r] = [precision(counts) as number, recall(counts) as number];
          expect(f1(counts)).toBeCloseTo((2 * p * r) / (p + r), 12);
        },
      ),
    );
  });
});

describe('aggregates', () => {
  test('counts per field add up to the counts of all fields, and every field lands in one of them', () => {
    fc.assert(
      fc.property(documents, (scores) => {
        const all = countOutcomes(scores.flatMap(({ fields }) => fields));
        expect(sum(Object.values(all))).toBe(scores.flatMap(({ fields }) => fields).length);
        const summed = [...fieldCounts(scores).values()].reduce((total, counts) => {
          for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += counts[key];
          return total;
        }, countOutcomes([]));
        expect(summed).toEqual(all);
      }),
    );
  });

  test('micro parts sum to the micro metric, in any order of the documents', () => {
    fc.assert(
      fc.property(documents, (scores) => {
        const all = countOutcomes(scores.flatMap(({ fields }) => fields));
        for (const [name, metric] of Object.entries({ precision, recall, f1, absentFieldRate } as const)) {
          for (const order of [scores, scores.toReversed()]) {
            const { numerators, denominators } = microParts(order, name as 'f1');
            expect(numerators).toHaveLength(scores.length);
            const expected = metric(all);
            if (expected === null) expect(sum(denominators)).toBe(0);
            else expect(sum(numerators) / sum(denominators)).toBeCloseTo(expected, 12);
          }
        }
      }),
    );
  });

  test('the ungrounded rate counts given values only', () => {
    const score = documentOf([
      fieldScore('a', 'TP'),
      fieldScore('b', 'FD', false),
      fieldScore('c', 'FN'),
      fieldScore('d', 'FA', false),
    ]);
    expect(microParts([score], 'ungroundedRate')).toEqual({ numerators: [2], denominators: [3] });
  });

  test('rates of rows, rungs and echoes follow from what each document shows', () => {
    const plain = documentOf([fieldScore('a', 'TP')]);
    const cell = (outcome: Outcome, grounded = true): CellScore => ({
      ...fieldScore('name', outcome, grounded),
      truthRow: 0,
      answerRow: 0,
    });
    const cells = [cell('TP'), cell('FD', false), cell('FN'), cell('FA')];
    const lines = { cells, cellAccuracy: 0.25, trueRows: 3, answerRows: 5, pairedRows: 2, exactRows: 1 };
    const echo = { ...plain, validity: { ...plain.validity, rawJson: false, truncated: true, echo: true }, lines };
    const parts = (metric: MicroMetric): number[][] => Object.values(microParts([plain, echo], metric));
    expect(parts('surplusRowRate')).toEqual([
      [0, 3],
      [0, 5],
    ]);
    expect(parts('exactRowRate')).toEqual([
      [0, 1],
      [0, 3],
    ]);
    expect(parts('rowCountError')).toEqual([
      [0, 2],
      [0, 1],
    ]);
    expect(parts('cellPrecision')).toEqual([
      [0, 1],
      [0, 3],
    ]);
    expect(parts('cellRecall')).toEqual([
      [0, 1],
      [0, 3],
    ]);
    expect(parts('cellF1')).toEqual([
      [0, 2],
      [0, 6],
    ]);
    expect(parts('ungroundedRate')).toEqual([
      [0, 1],
      [1, 4],
    ]);
    expect(parts('echoRate')[0]).toEqual([0, 1]);
    expect(parts('rawJsonRate')[0]).toEqual([1, 0]);
    expect(parts('parsedRate')[0]).toEqual([1, 1]);
    expect(parts('schemaValidRate')[0]).toEqual([1, 1]);
    expect(parts('truncatedRate')[0]).toEqual([0, 1]);
  });

  test('macro F1 weighs every field alike', () => {
    const scores = [
      documentOf([fieldScore('a', 'TP'), fieldScore('b', 'FD'), fieldScore('c', 'TN')]),
      documentOf([fieldScore('a', 'TP'), fieldScore('b', 'TP'), fieldScore('c', 'TN')]),
    ];
    expect(macroF1(fieldCounts(scores))).toBe((1 + 0.5) / 2);
    expect(macroF1(new Map())).toBeNull();
  });
});
