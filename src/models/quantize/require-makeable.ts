import { usageError } from '../../core/errors.ts';
import { isFloat, requireQuantization } from '../quantizations.ts';

/**
 * Checks, before anything is loaded or written, that `source`, whose weights are `found`, can be made into `wanted`.
 * @throws AssayError SPEC_UNKNOWN_QUANTIZATION, QUANTIZATION_READ_ONLY, QUANTIZATION_NEEDS_IMATRIX, MODEL_ALREADY_QUANTIZED (exit 2).
 */
export function requireMakeable(
  wanted: string,
  { source, found, imatrix }: { source: string; found: string; imatrix: string | undefined },
): void {
  const { name, needsImatrix, canBeMade } = requireQuantization(wanted);
  if (!isFloat(found)) {
    throw usageError(
      'MODEL_ALREADY_QUANTIZED',
      `${source}: already ${found}; ${name} can only be made from F32, F16 or BF16 weights`,
      'Start from the F16 file, or compare this file as it is by naming it as `file`',
    );
  }
  if (!canBeMade) {
    throw usageError(
      'QUANTIZATION_READ_ONLY',
      `${name}: this llama.cpp can run it but not make it`,
      'Name another one',
    );
  }
  if (needsImatrix && imatrix === undefined) {
    throw usageError(
      'QUANTIZATION_NEEDS_IMATRIX',
      `${name} cannot be made without an importance matrix: llama.cpp refuses, since the result would be very poor`,
      'Make one with llama-imatrix on typical prompts and hand it over as `imatrix`',
    );
  }
}
