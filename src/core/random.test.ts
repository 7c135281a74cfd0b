import { describe, expect, test } from 'vitest';
import { Random } from './random.ts';

describe('Random', () => {
  test('gives the published first outputs of xoshiro128** for state 1, 2, 3, 4', () => {
    const random = Random.fromState(1, 2, 3, 4);
    const drawn = Array.from({ length: 6 }, () => random.uint32());
    expect(drawn).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492]);
  });

  test('gives the same stream for the same seed and name, and another for another name', () => {
    const draw = (...name: string[]): number[] => {
      const random = Random.stream(7, ...name);
      return Array.from({ length: 8 }, () => random.uint32());
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  test('draws integers evenly over the whole range', () => {
    const random = Random.stream(1, 'integers');
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < 50_000; i += 1) counts[random.integer(0, 4)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});
