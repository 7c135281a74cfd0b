import { usageError } from '../core/errors.ts';
import { nearestOf } from '../core/nearest.ts';
import { tensorTypeNamed } from './gguf/tensor-types.ts';

/** One `llama_ftype`: a recipe that gives every tensor of a model a storage type. */
export interface Quantization {
  name: string;
  /** Value of `enum llama_ftype`, and of `general.file_type` in a file. */
  fileType: number;
  /** Storage type of most tensors; some recipes keep a few tensors in finer types. */
  baseType: string;
  /** Bits per weight of the base type, scales included. A whole file has more: embeddings, norms and mixes. */
  bitsPerWeight: number;
  /** The engine refuses to make it without an importance matrix. */
  needsImatrix: boolean;
  /** `false`: files of this type exist, but this release cannot make them. */
  canBeMade: boolean;
}

type Need = 'plain' | 'imatrix' | 'read-only';

/** `enum llama_ftype` of llama.cpp release v0.5.0, finest first; what needs an importance matrix: `tensor_requires_imatrix` there. */
const table: readonly (readonly [name: string, fileType: number, baseType: string, need: Need])[] = [
  ['F32', 0, 'F32', 'plain'],
  ['F16', 1, 'F16', 'plain'],
  ['BF16', 32, 'BF16', 'plain'],
  ['Q8_0', 7, 'Q8_0', 'plain'],
  ['Q6_K', 18, 'Q6_K', 'plain'],
  ['Q5_1', 9, 'Q5_1', 'plain'],
  ['Q5_K_M', 17, 'Q5_K', 'plain'],
  ['Q5_K_S', 16, 'Q5_K', 'plain'],
  ['Q5_0', 8, 'Q5_0', 'plain'],
  ['Q4_1', 3, 'Q4_1', 'plain'],
  ['Q4_K_M', 15, 'Q4_K', 'plain'],
  ['Q4_K_S', 14, 'Q4_K', 'plain'],
  ['Q4_0', 2, 'Q4_0', 'plain'],
  ['IQ4_NL', 25, 'IQ4_NL', 'plain'],
  ['NVFP4', 39, 'NVFP4', 'read-only'],
  ['IQ4_XS', 30, 'IQ4_XS', 'plain'],
  ['MXFP4_MOE', 38, 'MXFP4', 'plain'],
  ['Q3_K_L', 13, 'Q3_K', 'plain'],
  ['Q3_K_M', 12, 'Q3_K', 'plain'],
  ['Q3_K_S', 11, 'Q3_K', 'plain'],
  ['IQ3_M', 27, 'IQ3_S', 'plain'],
  ['IQ3_S', 26, 'IQ3_S', 'plain'],
  ['IQ3_XS', 22, 'IQ3_S', 'imatrix'],
  ['IQ3_XXS', 23, 'IQ3_XXS', 'imatrix'],
  ['Q2_K', 10, 'Q2_K', 'plain'],
  ['Q2_K_S', 21, 'Q2_K', 'imatrix'],
  ['IQ2_M', 29, 'IQ2_S', 'imatrix'],
  ['IQ2_S', 28, 'IQ2_XS', 'imatrix'],
  ['IQ2_XS', 20, 'IQ2_XS', 'imatrix'],
  ['Q2_0', 41, 'Q2_0', 'plain'],
  ['IQ2_XXS', 19, 'IQ2_XXS', 'imatrix'],
  ['TQ2_0', 37, 'TQ2_0', 'plain'],
  ['IQ1_M', 31, 'IQ1_M', 'imatrix'],
  ['TQ1_0', 36, 'TQ1_0', 'plain'],
  ['IQ1_S', 24, 'IQ1_S', 'imatrix'],
  ['Q1_0', 40, 'Q1_0', 'plain'],
];

/** Every quantization that the engine knows, finest first. */
export const quantizations: readonly Quantization[] = table.map(([name, fileType, baseType, need]) => {
  const type = tensorTypeNamed(baseType);
  if (type === undefined) throw new Error(`quantization table: ${name} names the unknown type ${baseType}`);
  const bitsPerWeight = (type.blockBytes * 8) / type.blockElements;
  return { name, fileType, baseType, bitsPerWeight, needsImatrix: need === 'imatrix', canBeMade: need !== 'read-only' };
});

/** The names that people use for a recipe's usual size. */
const aliases: Readonly<Record<string, string>> = { Q3_K: 'Q3_K_M', Q4_K: 'Q4_K_M', Q5_K: 'Q5_K_M' };

/**
 * The quantization called `name`; case does not matter, `Q4_K` means `Q4_K_M`.
 * @throws AssayError SPEC_UNKNOWN_QUANTIZATION with the nearest match and everything allowed.
 */
export function requireQuantization(name: string): Quantization {
  const wanted = aliases[name.toUpperCase()] ?? name.toUpperCase();
  const found = quantizations.find((quantization) => quantization.name === wanted);
  if (found !== undefined) return found;
  const names = quantizations.map((quantization) => quantization.name);
  const nearest = nearestOf(name, names);
  throw usageError(
    'SPEC_UNKNOWN_QUANTIZATION',
    `unknown quantization "${name}"; allowed are ${names.join(', ')}`,
    nearest === undefined ? 'Name one of the allowed quantizations' : `Did you mean ${nearest}?`,
  );
}

/** The quantization that `general.file_type` of a file names; `undefined` for a number that this release does not know. */
export function quantizationOfFileType(fileType: number): Quantization | undefined {
  return quantizations.find((quantization) => quantization.fileType === fileType);
}

/** Whether weights of this quantization are still floats, so that any other can be made from them without a second loss. */
export function isFloat(quantization: string): boolean {
  return quantization === 'F32' || quantization === 'F16' || quantization === 'BF16';
}
