import { describe, expect, test } from 'vitest';
import { makeBufferSource } from '../models/gguf/byte-source.ts';
import { parseGguf } from '../models/gguf/parse-gguf.ts';
import { quantizations } from '../models/quantizations.ts';
import { makeTinyLlama } from '../../tests/support/make-gguf.ts';
import { predictQuantizedBytes } from './predict-quantized-bytes.ts';

const source = parseGguf(makeBufferSource('tiny.gguf', makeTinyLlama({ vocabulary: 1024 })));

describe('predictQuantizedBytes', () => {
  test('predicts the file that F16 weights in F16 already are', () => {
    const { fileBytes, weightBytes } = predictQuantizedBytes(source, 'F16', 16);
    expect(fileBytes).toBe(source.fileBytes);
    expect(weightBytes).toBe(source.tensors.reduce((sum, { bytes }) => sum + bytes, 0));
  });

  test('predicts a smaller file for every quantization of fewer bits', () => {
    for (const { name, bitsPerWeight } of quantizations.filter((known) => known.bitsPerWeight < 16)) {
      const { fileBytes } = predictQuantizedBytes(source, name, bitsPerWeight);
      expect(fileBytes, name).toBeLessThan(source.fileBytes);
      // Nothing is smaller than its nominal type: a mix only adds.
      const nominal = predictQuantizedBytes(source, 'never measured', bitsPerWeight);
      expect(fileBytes, name).toBeGreaterThanOrEqual(nominal.fileBytes);
    }
  });
});
