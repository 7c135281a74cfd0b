import { describe, expect, test } from 'vitest';
import type { ScoredRecord, TrialRecord } from '../records/record.ts';
import { Timings } from './timings.ts';

const record = (firstTokenMs: number, more: Partial<ScoredRecord> = {}): TrialRecord =>
  ({ kind: 'scored', firstTokenMs, totalMs: firstTokenMs + 100, queueMs: firstTokenMs / 2, ...more }) as ScoredRecord;

function summaryOf(records: readonly TrialRecord[]) {
  const timings = new Timings();
  for (const one of records) timings.add(one);
  return timings.summary();
}

describe('Timings', () => {
  const steady = [10, 30, 20, 50, 40, 60, 70].map((ms) => record(ms));

  test('tell time to first token, decode time and queue time apart, each as a median with its interval', () => {
    const summary = summaryOf(steady);
    expect(summary).toMatchObject({ trials: 7, dropped: 0, decodeMs: { p90: 100 } });
    expect(summary?.firstTokenMs.median).toMatchObject({ value: 40, low: 10, high: 70, n: 7 });
    expect(summary?.queueMs?.median.value).toBe(20);
    expect(summaryOf(steady.toReversed())).toEqual(summary);
  });

  test('leave the first batch of a worker out, and answers of earlier runs and failures', () => {
    const others = [
      record(9000, { warmup: true }),
      record(9000, { cached: true }),
      { kind: 'failed' } as unknown as TrialRecord,
    ];
    expect(summaryOf([...others, ...steady])).toEqual({ ...summaryOf(steady), dropped: 1 });
  });

  test('give every stage the mean of the trials in which it ran, the model its whole stay in the batch', () => {
    const staged = [1, 2, 6].map((ms, i) => record(ms, { stageMs: { parse: ms, ...(i > 0 && { load: 10 * ms }) } }));
    const cold = record(1, { stageMs: { parse: 9000 }, warmup: true });
    const recalled = record(1, { stageMs: { parse: 9000 }, cached: true });
    const stages = summaryOf([cold, recalled, ...staged])?.stages;
    expect(Object.keys(stages ?? {})).toEqual(['load', 'infer', 'parse']);
    expect(stages).toMatchObject({ load: { value: 40, n: 2 }, infer: { value: 103, n: 3 }, parse: { value: 3, n: 3 } });
    expect(summaryOf(steady)).not.toHaveProperty('stages');
  });

  test('take the first batch where there is no other, and nothing where there is nothing', () => {
    expect(summaryOf([record(9000, { warmup: true })])).toMatchObject({ trials: 1, dropped: 0 });
    expect(summaryOf([])).toBeNull();
    expect(summaryOf([record(5, { queueMs: undefined as unknown as number })])).not.toHaveProperty('queueMs');
  });
});
