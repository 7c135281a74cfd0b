import { describe, expect, test } from 'vitest';
import { quantizationOfFileType, quantizations, requireQuantization } from './quantizations.ts';

describe('quantizations', () => {
  test('have unique names and numbers, finest first', () => {
    const names = quantizations.map(({ name }) => name);
    const numbers = quantizations.map(({ fileType }) => fileType);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(names[0]).toBe('F32');
    expect(names.at(-1)).toBe('Q1_0');
  });

  test.each([
    ['Q8_0', 7, 8.5],
    ['Q6_K', 18, 6.5625],
    ['Q4_K_M', 15, 4.5],
    ['Q2_K', 10, 2.625],
    ['TQ1_0', 36, 1.6875],
    ['Q1_0', 40, 1.125],
  ])('%s is type %i at %d bits per weight', (name, fileType, bitsPerWeight) => {
    expect(requireQuantization(name)).toMatchObject({ name, fileType, bitsPerWeight });
    expect(quantizationOfFileType(fileType)?.name).toBe(name);
  });

  test('are found whatever the case, and by their short names', () => {
    expect(requireQuantization('q4_k').name).toBe('Q4_K_M');
    expect(requireQuantization('q8_0').name).toBe('Q8_0');
  });

  test('an unknown name is a usage error that offers the nearest', () => {
    expect(() => requireQuantization('Q4_K_N')).toThrow(
      expect.objectContaining({
        code: 'SPEC_UNKNOWN_QUANTIZATION',
        exitCode: 2,
        hint: expect.stringContaining('Q4_K_') as string,
      }),
    );
    expect(() => requireQuantization('bananas')).toThrow('allowed are F32, F16');
  });
});
