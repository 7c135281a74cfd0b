import { environmentError } from '../../core/errors.ts';
import { withFileSource, type ByteSource } from '../gguf/byte-source.ts';
import type { GgufTensor } from '../gguf/gguf-header.ts';
import { loadGgufHeader } from '../gguf/load-gguf-header.ts';
import { parseGguf } from '../gguf/parse-gguf.ts';

/** How much each input of a tensor matters: mean squared activation per column, experts one after the other. */
export interface ImportanceEntry {
  tensor: string;
  values: Float32Array;
}

const sumSuffix = '.in_sum2';
const countSuffix = '.counts';

/**
 * Reads an importance matrix in GGUF format, as `llama-imatrix` writes it: sums of squares divided by their counts; a column block that
 * was never seen gets 1, so that all its weights count alike.
 * @throws AssayError IMATRIX_INVALID, and those of `loadGgufHeader`.
 */
export function loadImatrix(path: string): ImportanceEntry[] {
  loadGgufHeader(path);
  return withFileSource(path, (source) => {
    const tensors = new Map(parseGguf(source).tensors.map((tensor) => [tensor.name, tensor]));
    const entries: ImportanceEntry[] = [];
    for (const [name, sums] of tensors) {
      if (!name.endsWith(sumSuffix)) continue;
      const tensor = name.slice(0, -sumSuffix.length);
      const counts = tensors.get(tensor + countSuffix);
      if (counts === undefined) throw invalid(path, `"${name}" has no "${tensor}${countSuffix}" beside it`);
      entries.push({ tensor, values: meansOf(readFloats(source, sums), readFloats(source, counts), name, path) });
    }
    if (entries.length === 0) throw invalid(path, `no tensor whose name ends in ${sumSuffix}`);
    return entries;
  });
}

function meansOf(sums: Float32Array, counts: Float32Array, name: string, path: string): Float32Array {
  const columns = sums.length / counts.length;
  if (!Number.isInteger(columns)) throw invalid(path, `"${name}" has ${sums.length} sums for ${counts.length} counts`);
  return sums.map((sum, index) => {
    const count = counts[Math.floor(index / columns)] ?? 0;
    return count > 0 ? sum / count : 1;
  });
}

function readFloats(source: ByteSource, tensor: GgufTensor): Float32Array {
  if (tensor.type.name !== 'F32') throw invalid(source.file, `"${tensor.name}" is ${tensor.type.name}, expected F32`);
  const bytes = source.read(tensor.offsetBytes, tensor.bytes);
  return Float32Array.from({ length: tensor.elements }, (_, index) => bytes.readFloatLE(index * 4));
}

function invalid(path: string, found: string): Error {
  return environmentError(
    'IMATRIX_INVALID',
    `${path}: not an importance matrix: ${found}`,
    'Make one with llama-imatrix --output-format gguf',
  );
}
