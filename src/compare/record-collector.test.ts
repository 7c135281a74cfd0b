import { describe, expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import type { TrialRecord } from '../records/record.ts';
import type { DocumentScore } from '../scoring/outcome.ts';
import { measureDocument } from './measure-document.ts';
import type { MeasuredDocument } from './measured-variant.ts';
import { RecordCollector } from './record-collector.ts';
import { ScoreStore } from './score-store.ts';
import { tallyScores } from './tally-scores.ts';

const random = Random.stream(3, 'record-collector');
const WEIGHTS = { iban: 3 };

function score(text = 'DE02'): DocumentScore {
  const right = random.chance(0.6);
  const given = right ? text : random.chance(0.5) ? `${text}-é${random.integer(0, 9)}` : null;
  const one = { truth: text, printed: text, grounded: given === null ? null : right, raw: given, predicted: given };
  return {
    fieldAccuracy: right ? 1 : 0.5,
    exact: right,
    fields: [
      { field: 'iban', outcome: right ? 'TP' : given === null ? 'FN' : 'FD', ...one },
      { field: 'dueDate', outcome: 'TN', raw: null, predicted: null, truth: null, grounded: null },
    ],
    validity: { rawJson: true, parsed: true, schemaValid: right, truncated: false, repairs: [] },
    scorer: '2',
  };
}

function records(documents: number, epochs: number): TrialRecord[] {
  return Array.from({ length: documents * epochs }, (_, i) => {
    const [document, epoch] = [`d${i % documents}`, Math.floor(i / documents)];
    return {
      kind: 'scored',
      key: `${document}/${epoch}`,
      variant: 'v',
      document,
      epoch,
      cohort: 0,
      cohortMs: 1,
      totalMs: 10 + i,
      outputTokens: 1,
      promptTokens: 1,
      predictedBytes: 1,
      measuredBytes: 1,
      meanLogProbability: i % 5 === 0 ? null : -i / 100,
      score: score(`DE${i}`),
    } as unknown as TrialRecord;
  });
}

function collect(all: readonly TrialRecord[]): MeasuredDocument[] {
  const collector = new RecordCollector(WEIGHTS);
  for (const record of all) collector.add(record);
  return collector.measured('v').documents;
}

/** Its members, which may be read from columns. */
function read(document: MeasuredDocument): object {
  const { id, epochs, scores, fieldAccuracy, weightedFieldAccuracy, anls, anlsPruned, cellAccuracy } = document;
  const { exact, broken, totalMs, confidence } = document;
  const means = { fieldAccuracy, weightedFieldAccuracy, anls, anlsPruned, cellAccuracy, exact };
  return { id, epochs, scores, ...means, broken, totalMs, confidence };
}

describe('a collected document', () => {
  test('is what its scores make of it, epochs averaged', () => {
    const all = records(40, 3);
    for (const document of collect(all)) {
      const own = all.filter((record) => record.document === document.id);
      const scores = own.map((record) => record.score);
      const {
        totalMs: _t,
        confidence: _c,
        ...made
      } = read(measureDocument(document.id, scores, WEIGHTS)) as MeasuredDocument;
      expect(read(document)).toMatchObject(made);
      const times = own.flatMap((record) => (record.kind === 'scored' ? [record.totalMs] : []));
      expect(document.totalMs).toBeCloseTo(times.reduce((sum, ms) => sum + ms, 0) / 3, 9);
    }
  });

  test('does not depend on the order of the records, and doubled ones do not count', () => {
    const all = records(30, 1);
    expect(collect([...all, ...all].reverse()).map(read)).toEqual(collect(all).map(read));
  });

  test('has no cell accuracy where one epoch has no lines', () => {
    const [first, second] = records(1, 2) as [TrialRecord, TrialRecord];
    const lines = { cells: [], cellAccuracy: 1, trueRows: 0, answerRows: 0, pairedRows: 0, exactRows: 0 };
    const withLines = { ...first, score: { ...first.score, lines } };
    expect(collect([withLines])[0]?.cellAccuracy).toBe(1);
    expect(collect([withLines, second])[0]?.cellAccuracy).toBeUndefined();
  });
});

test.each([0, 100])(
  'a store gives every score as it was, also a longer one than a chunk, %i of them unpacked',
  (whole) => {
    const store = new ScoreStore(whole);
    const scores = [
      score('ü'.repeat(600_000)),
      ...Array.from({ length: 300 }, (_, i) => score(`€ ${i}`.repeat(i * 20))),
    ];
    const places = scores.map((one) => store.add(one));
    expect(places.map((place) => store.at(place))).toEqual(scores);
    expect(() => store.at(scores.length)).toThrow('no score was kept');
  },
);

test('a summary reads each score once, whatever it counts', () => {
  let reads = 0;
  const documents = Array.from({ length: 20 }, (_, i) => {
    const made = measureDocument(`d${i}`, [score()]);
    return Object.defineProperty({ ...made }, 'scores', {
      get() {
        reads += 1;
        return made.scores;
      },
    });
  });
  const { trials, ratios } = tallyScores(documents);
  expect([trials, reads]).toEqual([20, 20]);
  expect(ratios.f1.denominators.every((each) => each > 0)).toBe(true);
});
