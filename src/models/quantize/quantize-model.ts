import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { describeGguf } from '../describe-gguf.ts';
import { loadGgufHeader } from '../gguf/load-gguf-header.ts';
import { loadGgufParts } from '../gguf/load-gguf-parts.ts';
import { requireQuantization } from '../quantizations.ts';
import { runQuantizeChild } from './run-quantize-child.ts';
import { quantizeFailure } from './quantize-failure.ts';
import { quantizeScript } from './quantize-script.ts';
import { requireMakeable } from './require-makeable.ts';
import { withWholeFile } from './with-whole-file.ts';

export interface QuantizeOptions {
  /** GGUF file with float weights. */
  source: string;
  /** File to write; replaced if it exists. */
  target: string;
  /** E.g. `Q4_K_M`; see `quantizations`. */
  quantization: string;
  /** Importance matrix in GGUF format. */
  imatrix?: string;
  /** Defaults to the cores of this machine. */
  threads?: number;
  onProgress?: (progress: QuantizeProgress) => void;
}

export interface QuantizeProgress {
  /** Tensors begun, and all tensors; 0 before the first. */
  done: number;
  total: number;
  /** Line of the engine's log. */
  line: string;
}

export interface QuantizedFile {
  /** Absolute. */
  path: string;
  bytes: number;
  quantization: string;
  durationMs: number;
}

/**
 * Writes `source` in another quantization to `target`, with llama.cpp's quantizer in a process of its own. The target appears whole or
 * not at all.
 * @throws AssayError SPEC_UNKNOWN_QUANTIZATION, QUANTIZATION_NEEDS_IMATRIX, QUANTIZATION_READ_ONLY, MODEL_ALREADY_QUANTIZED (exit 2);
 *   QUANTIZE_FAILED with the last lines of the engine's log, ENGINE_VERSION, and those of `loadGgufParts` (exit 3).
 */
export async function quantizeModel(options: QuantizeOptions): Promise<QuantizedFile> {
  const startedMs = performance.now();
  const [source, target] = [resolve(options.source), resolve(options.target)];
  const quantization = requireQuantization(options.quantization);
  const found = describeGguf(loadGgufParts(source)).quantization.name;
  requireMakeable(quantization.name, { source, found, imatrix: options.imatrix });
  const bytes = await withWholeFile(target, async (temporary) => {
    const request = {
      source,
      target: temporary,
      quantization: quantization.name,
      fileType: quantization.fileType,
      imatrix: options.imatrix === undefined ? null : resolve(options.imatrix),
      threads: options.threads ?? availableParallelism(),
    };
    const result = await runQuantizeChild(quantizeScript(), request, progressReader(options.onProgress));
    if (result.reply?.kind !== 'done') throw await quantizeFailure(result, source, target);
    return loadGgufHeader(temporary).fileBytes;
  });
  return { path: target, bytes, quantization: quantization.name, durationMs: performance.now() - startedMs };
}

function progressReader(onProgress: QuantizeOptions['onProgress']): (line: string) => void {
  let [done, total] = [0, 0];
  return (line) => {
    const counted = /^\[\s*(\d+)\/\s*(\d+)\]/.exec(line);
    if (counted !== null) [done, total] = [Number(counted[1]), Number(counted[2])];
    onProgress?.({ done, total, line });
  };
}
