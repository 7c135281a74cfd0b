import { describe, expect, test } from 'vitest';
import { readRecordHead } from './record-head.ts';

const record = {
  key: 'k1',
  variant: 'Q4_K_M',
  document: 'v1-test-000001',
  epoch: 0,
  cohort: 3,
  cohortMs: 812.5,
  measuredBytes: 1000,
  predictedBytes: 900,
  kind: 'scored',
  output: '{}',
  score: { fieldAccuracy: 0.75, exact: false, fields: [] },
};
const read = (value: unknown) => readRecordHead(Buffer.from(JSON.stringify(value)));

describe('readRecordHead', () => {
  test('reads what a parser would read', () => {
    expect(read(record)).toEqual({
      key: 'k1',
      variant: 'Q4_K_M',
      document: 'v1-test-000001',
      epoch: 0,
      cohort: 3,
      cohortMs: 812.5,
      measuredBytes: 1000,
      predictedBytes: 900,
      failed: false,
      fieldAccuracy: 0.75,
    });
    expect(read({ ...record, kind: 'failed' })?.failed).toBe(true);
    expect(read({ ...record, score: { ...record.score, fieldAccuracy: 1e-7 } })?.fieldAccuracy).toBe(1e-7);
  });

  test('is not fooled by an answer that looks like a score', () => {
    const output = '","score":{"fieldAccuracy":0.1,\\","score":{"fieldAccuracy":0.2';
    expect(read({ ...record, output })?.fieldAccuracy).toBe(0.75);
  });

  test('parses a line whose members stand in another order, or whose names need escapes', () => {
    const { score, ...rest } = record;
    expect(read({ score, ...rest })?.fieldAccuracy).toBe(0.75);
    expect(read({ ...record, variant: 'a"b\\c', document: 'ü\n' })).toMatchObject({
      variant: 'a"b\\c',
      document: 'ü\n',
    });
  });

  test.each(['', '{', 'null', '[]', '{"key":"k"}', '{"key":1,"variant":2}'])('%j is no record', (line) => {
    expect(readRecordHead(Buffer.from(line))).toBeNull();
  });
});
