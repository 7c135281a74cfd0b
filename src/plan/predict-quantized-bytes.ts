import type { GgufTensor } from '../models/gguf/gguf-header.ts';

/**
 * Bits that a weight of a matrix takes on average, mixes of types and the finer output matrix included: measured with
 * llama.cpp v0.5.0 on a Llama of 3.9 million parameters (docs/models.md). Larger models lie up to a tenth lower, since
 * their embeddings weigh less.
 */
const MEASURED_BITS: Readonly<Record<string, number>> = {
  F32: 32,
  F16: 16,
  BF16: 16,
  Q8_0: 8.52,
  Q6_K: 6.58,
  Q5_1: 6.08,
  Q5_K_M: 5.72,
  Q5_K_S: 5.63,
  Q5_0: 5.63,
  Q4_1: 5.18,
  Q4_K_M: 4.9,
  Q4_K_S: 4.76,
  Q4_0: 4.73,
  IQ4_NL: 4.73,
  IQ4_XS: 4.5,
  Q3_K_L: 4.5,
  Q3_K_M: 4.16,
  IQ3_M: 3.93,
  Q3_K_S: 3.77,
  IQ3_S: 3.77,
  IQ3_XS: 3.59,
  Q2_K: 3.33,
  IQ3_XXS: 3.29,
  Q2_K_S: 3.04,
  IQ2_M: 3.01,
  IQ2_S: 2.82,
  Q2_0: 2.71,
  IQ2_XS: 2.67,
  TQ2_0: 2.54,
  IQ2_XXS: 2.46,
  IQ1_M: 2.23,
  TQ1_0: 2.2,
  IQ1_S: 2.08,
  Q1_0: 1.69,
};

export interface PredictedBytes {
  fileBytes: number;
  /** Bytes of all tensors. */
  weightBytes: number;
}

/**
 * Size of a file of these tensors in another quantization, before it is made: matrices at the measured bits per weight
 * (never more than they take now), vectors as they are, and the header. `nominalBits` serves for a recipe that was never measured.
 */
export function predictQuantizedBytes(
  source: { fileBytes: number; tensors: readonly GgufTensor[] },
  quantization: string,
  nominalBits: number,
): PredictedBytes {
  const bits = MEASURED_BITS[quantization] ?? nominalBits;
  let [before, after] = [0, 0];
  for (const { dimensions, elements, bytes } of source.tensors) {
    before += bytes;
    after += dimensions.length < 2 ? bytes : Math.ceil((elements * bits) / 8);
  }
  const headerBytes = Math.max(0, source.fileBytes - before);
  return { fileBytes: headerBytes + after, weightBytes: after };
}
