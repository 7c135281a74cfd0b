import { describe, expect, test } from 'vitest';
import { wilson } from '../statistics/rate-interval.ts';
import { meanOver, ratioOver } from './estimates-over.ts';

const of = (...values: number[]): Float64Array => Float64Array.from(values);

describe('shares of none and of all', () => {
  test('a mean of nothing but 0, or nothing but 1, has the interval of whole documents', () => {
    expect(meanOver(new Float64Array(40), 7)).toEqual(wilson(0, 40));
    expect(meanOver(new Float64Array(40).fill(1), 7)).toEqual(wilson(40, 40));
    expect(meanOver(new Float64Array(40).fill(1), 7).low).toBeCloseTo(0.912, 3);
    expect(meanOver(of(1, 1, 0.5), 7).method).toContain('bootstrap');
  });

  test('a ratio of 0 or 1 counts the documents that could have had one', () => {
    const denominators = of(3, 0, 2, 1);
    expect(ratioOver({ numerators: new Float64Array(4), denominators }, 7)).toEqual(wilson(0, 3));
    expect(ratioOver({ numerators: denominators, denominators }, 7)).toEqual(wilson(3, 3));
    expect(ratioOver({ numerators: of(1, 0, 0, 0), denominators }, 7)?.method).toContain('of a ratio');
    expect(ratioOver({ numerators: new Float64Array(4), denominators: new Float64Array(4) }, 7)).toBeNull();
  });

  test('one document alone says nothing about the next', () => {
    expect(meanOver(of(0), 7)).toMatchObject({ value: 0, low: 0, high: 1, n: 1 });
    expect(ratioOver({ numerators: of(0), denominators: of(2) }, 7)).toMatchObject({ low: 0, high: 1, n: 1 });
  });
});
