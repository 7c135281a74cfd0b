import { describe, expect, test } from 'vitest';
import { hintNearest, nearestOf } from './nearest.ts';

const quantizations = ['F16', 'Q8_0', 'Q6_K', 'Q5_K_M', 'Q4_K_M', 'Q3_K_M', 'Q2_K'];

describe('nearestOf', () => {
  test('finds a word with a typing mistake, whatever its case', () => {
    expect(nearestOf('q4_k_m', quantizations)).toBe('Q4_K_M');
    expect(nearestOf('Q4KM', quantizations)).toBe('Q4_K_M');
    expect(nearestOf('quantizaton', ['question', 'quantization'])).toBe('quantization');
  });

  test('counts two swapped letters as one mistake', () => {
    expect(nearestOf('modle', ['mode', 'model'])).toBe('mode');
    expect(nearestOf('lsit', ['inspect', 'list'])).toBe('list');
  });

  test('finds a word that was only begun', () => {
    expect(nearestOf('quant', ['model', 'quantize'])).toBe('quantize');
  });

  test('offers nothing when no candidate is close', () => {
    expect(nearestOf('zebra', quantizations)).toBeUndefined();
    expect(nearestOf('x', [])).toBeUndefined();
    expect(hintNearest('zebra', quantizations, 'run `assay models list`')).toBe('run `assay models list`');
  });
});
