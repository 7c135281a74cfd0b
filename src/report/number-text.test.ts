import { describe, expect, it } from 'vitest';
import {
  bytesText,
  counted,
  countText,
  listed,
  percentEstimate,
  percentText,
  pointsText,
  probabilityText,
  secondsText,
  threeDigits,
} from './number-text.ts';

describe('numbers for people', () => {
  it('prints a difference with its sign, and nothing as plain zero', () => {
    expect(pointsText(-0.0072)).toBe('−0.7');
    expect(pointsText(0.024)).toBe('+2.4');
    expect(pointsText(-0.0003)).toBe('0.0');
  });

  it('prints a share as percent with its interval', () => {
    expect(percentText(1)).toBe('100.0');
    const estimate = { value: 0.9512, low: 0.941, high: 0.961, level: 0.95, method: 'Wilson', n: 400 };
    expect(percentEstimate(estimate)).toBe('95.1% (94.1–96.1)');
  });

  it('prints sizes in decimal units and never 1000 of one', () => {
    expect([0, 999, 999_600, 22_410_000, 4_683_074_240].map(bytesText)).toEqual([
      '0 B',
      '999 B',
      '1.00 MB',
      '22.4 MB',
      '4.68 GB',
    ]);
  });

  it('prints three digits, and separates thousands', () => {
    expect([0.123, 6.234, 48.31, 99.96, 1204].map(threeDigits)).toEqual(['0.12', '6.23', '48.3', '100', '1,204']);
    expect(countText(1234567)).toBe('1,234,567');
  });

  it('prints a dash for what was not measured', () => {
    const results = [
      percentText(Number.NaN),
      pointsText(Number.NEGATIVE_INFINITY),
      bytesText(Number.NaN),
      threeDigits(Number.NaN),
    ];
    expect(results).toEqual(['–', '–', '–', '–']);
  });

  it('prints durations, probabilities, counts and lists', () => {
    expect([3.24, 59.4, 252, 7260].map(secondsText)).toEqual(['3.2 s', '59 s', '4 min 12 s', '2 h 1 min']);
    expect([0.00004, 0.0042].map(probabilityText)).toEqual(['< 0.001', '0.004']);
    expect([counted(1, 'document'), counted(400, 'document')]).toEqual(['1 document', '400 documents']);
    expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  });
});
