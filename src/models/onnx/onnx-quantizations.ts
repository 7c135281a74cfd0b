import { usageError } from '../../core/errors.ts';
import { hintNearest } from '../../core/nearest.ts';

/** Precisions of an ONNX model that this project tells apart, finest first. */
export const ONNX_QUANTIZATIONS = ['fp32', 'fp16', 'int8', 'int8-weights'] as const;

/**
 * `fp32`, `fp16`: all weights and sums in floats of that size. `int8`: weights as whole numbers of 8 bits, and the values that meet
 * them rounded to 8 bits as they come (dynamic). `int8-weights`: only the weights; sums stay floats.
 */
export type OnnxQuantization = (typeof ONNX_QUANTIZATIONS)[number];

/** @throws AssayError SPEC_UNKNOWN_QUANTIZATION (exit 2) with the nearest match. */
export function requireOnnxQuantization(name: string): OnnxQuantization {
  const found = ONNX_QUANTIZATIONS.find((known) => known === name.toLowerCase());
  if (found !== undefined) return found;
  throw usageError(
    'SPEC_UNKNOWN_QUANTIZATION',
    `unknown quantization "${name}" of an ONNX model; allowed are ${ONNX_QUANTIZATIONS.join(', ')}`,
    hintNearest(name, ONNX_QUANTIZATIONS, 'Name one of the allowed quantizations'),
  );
}

/** @throws AssayError MODEL_ALREADY_QUANTIZED (exit 2) unless `found` still holds the weights as they were trained. */
export function requireOnnxMakeable(wanted: string, { source, found }: { source: string; found: string }): void {
  if (found === 'fp32') return;
  throw usageError(
    'MODEL_ALREADY_QUANTIZED',
    `${source}: is ${found}; ${wanted} can only be made of an fp32 model`,
    'Name the fp32 model',
  );
}
