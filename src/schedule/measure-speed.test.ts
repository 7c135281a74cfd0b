import { describe, expect, test } from 'vitest';
import { ratesOf } from './measure-speed.ts';

describe('ratesOf', () => {
  const shape = { promptTokens: 100, outputTokens: 10, repetitions: 3 };
  const times = { prefillMs: [100, 100, 100], decodeMs: [50, 40, 60], sampleMs: [10, 10, 10] };

  test('counts the tokens of the whole width, and sampling only where it says so', () => {
    const { prefill, decode, sampled } = ratesOf([times], { shape, width: 4 });
    expect(prefill).toMatchObject({ value: 4000, low: 4000, high: 4000, n: 3, method: 't over repetitions' });
    expect(decode?.value).toBeCloseTo((800 + 1000 + 2000 / 3) / 3, 6);
    expect(sampled?.value).toBeCloseTo((2000 / 3 + 800 + 4000 / 7) / 3, 6);
    expect(decode?.low).toBeLessThan(decode?.value ?? 0);
  });

  test('adds what workers do at the same time', () => {
    const { prefill } = ratesOf([times, times], { shape, width: 4 });
    expect(prefill?.value).toBe(8000);
  });
});
