import { mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { environmentError } from '../../core/errors.ts';
import { describeGguf } from '../describe-gguf.ts';
import { loadGgufHeader } from '../gguf/load-gguf-header.ts';
import { loadGgufParts } from '../gguf/load-gguf-parts.ts';
import { requireQuantization } from '../quantizations.ts';
import { type ChildResult, runQuantizeChild } from './run-quantize-child.ts';
import { quantizeScript } from './quantize-script.ts';
import { requireMakeable } from './require-makeable.ts';

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
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}-${Date.now()}.tmp`);
  await makeFolder(dirname(target));
  try {
    const request = {
      source,
      target: temporary,
      quantization: quantization.name,
      fileType: quantization.fileType,
      imatrix: options.imatrix === undefined ? null : resolve(options.imatrix),
      threads: options.threads ?? availableParallelism(),
    };
    const result = await runQuantizeChild(quantizeScript(), request, progressReader(options.onProgress));
    if (result.reply?.kind !== 'done') throw await failure(result, source, target);
    const { fileBytes } = loadGgufHeader(temporary);
    await flush(temporary);
    await rename(temporary, target);
    await flush(dirname(target));
    return {
      path: target,
      bytes: fileBytes,
      quantization: quantization.name,
      durationMs: performance.now() - startedMs,
    };
  } finally {
    await rm(temporary, { force: true });
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw environmentError(
      'FOLDER_NOT_WRITABLE',
      `${folder}: cannot be made: ${reason}`,
      'Name a writable folder',
      cause,
    );
  }
}

function progressReader(onProgress: QuantizeOptions['onProgress']): (line: string) => void {
  let [done, total] = [0, 0];
  return (line) => {
    const counted = /^\[\s*(\d+)\/\s*(\d+)\]/.exec(line);
    if (counted !== null) [done, total] = [Number(counted[1]), Number(counted[2])];
    onProgress?.({ done, total, line });
  };
}

async function failure(result: ChildResult, source: string, target: string): Promise<Error> {
  const { reply, exitCode, signal, lastLines } = result;
  if (reply?.kind === 'failed' && reply.code !== 'QUANTIZE_FAILED') {
    return environmentError(reply.code, reply.message, reply.hint ?? undefined);
  }
  const ending = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
  const what = reply?.kind === 'failed' ? reply.message : `the quantizing process ended with ${ending}`;
  const freeBytes = await freeBytesAt(dirname(target));
  return environmentError(
    'QUANTIZE_FAILED',
    [`${source}: cannot quantize to ${target}: ${what}`, ...lastLines.map((line) => `  ${line}`)].join('\n'),
    signal === 'SIGKILL'
      ? 'Free some memory: the system killed the process'
      : `Check the space and the rights at the target${freeBytes === null ? '' : ` (${freeBytes} bytes free)`}`,
  );
}

async function freeBytesAt(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Forces a file or folder to the disk; systems that cannot do so for a folder are left alone. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined);
  try {
    await handle?.sync();
  } catch {
    // Windows refuses to sync what is open for reading; the rename still keeps the target whole.
  } finally {
    await handle?.close();
  }
}
