import { describe, expect, test } from 'vitest';
import type { TrialRecord } from '../records/record.ts';
import { RecordCollector } from './record-collector.ts';

let made = 0;
function record(cohort: number, changes: Partial<TrialRecord> = {}): TrialRecord {
  made += 1;
  return {
    kind: 'scored',
    key: `key-${made}`,
    variant: 'v',
    document: `d-${made}`,
    epoch: 0,
    cohort,
    cohortMs: 100,
    totalMs: 50,
    outputTokens: 10,
    promptTokens: 20,
    predictedBytes: 1,
    measuredBytes: 1,
    meanLogProbability: -0.1,
    score: { scorer: '1', fields: [], fieldAccuracy: 1, exact: true, validity: { schemaValid: true } },
    ...changes,
  } as unknown as TrialRecord;
}

function measure(records: TrialRecord[]) {
  const collector = new RecordCollector();
  for (const each of records) collector.add(each);
  return collector.measured('v');
}

describe('what counts in no speed', () => {
  test('an answer that was recalled', () => {
    const measured = measure([record(0), record(1, { cached: true, cohortMs: 0 })]);
    expect(measured).toMatchObject({
      cohortMs: 100,
      recalled: 1,
      timedTrials: 1,
      timedOutputTokens: 10,
      outputTokens: 20,
    });
    expect(measured.documents.filter(({ totalMs }) => totalMs !== undefined)).toHaveLength(1);
  });

  test('the first cohort of a worker, as long as there are others', () => {
    const measured = measure([record(0, { warmup: true, cohortMs: 900 }), record(1)]);
    expect(measured).toMatchObject({ cohortMs: 100, timedTrials: 1, timedOutputTokens: 10 });
    expect(measured.documents).toHaveLength(2);
  });

  test('first cohorts count where there is nothing else', () => {
    expect(measure([record(0, { warmup: true, cohortMs: 900 })])).toMatchObject({ cohortMs: 900, outputTokens: 10 });
  });
});
