import { copyFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { withWholeFile } from '../../quantize/with-whole-file.ts';
import { describeOnnx } from '../describe-onnx.ts';
import { COMPANIONS, findCompanion, type LoadedOnnx, loadOnnx } from '../load-onnx.ts';
import { type OnnxQuantization, requireOnnxMakeable, requireOnnxQuantization } from '../onnx-quantizations.ts';
import { encodeOnnx } from '../onnx-proto.ts';
import { makeFp16 } from './make-fp16.ts';
import { makeInt8 } from './make-int8.ts';
import type { RewrittenOnnx } from './rewritten.ts';

export interface QuantizedOnnx {
  /** Absolute. */
  path: string;
  bytes: number;
  quantization: OnnxQuantization;
  durationMs: number;
  changes: RewrittenOnnx['changes'];
  notes: string[];
}

export interface QuantizeOnnxOptions {
  /** ONNX file with fp32 weights. */
  source: string;
  /** File to write; replaced if it exists. */
  target: string;
  quantization: string;
  /** Put tokenizer and configuration beside the target, where they are not yet. */
  withCompanions?: boolean;
}

/**
 * Writes an fp32 model in another precision: the graph is rewritten, the same source gives the same bytes. The target appears whole or
 * not at all.
 * @throws AssayError SPEC_UNKNOWN_QUANTIZATION, MODEL_ALREADY_QUANTIZED, QUANTIZE_OPERATOR, QUANTIZE_OPSET (exit 2); those of
 *   `loadOnnx` (exit 3).
 */
export async function quantizeOnnx(options: QuantizeOnnxOptions): Promise<QuantizedOnnx> {
  const startedMs = performance.now();
  const [source, target] = [resolve(options.source), resolve(options.target)];
  const quantization = requireOnnxQuantization(options.quantization);
  const loaded = loadOnnx(source);
  const found = describeOnnx(loaded).quantization.name;
  if (quantization === 'fp32' || found !== 'fp32')
    requireOnnxMakeable(quantization, { source, found: quantization === 'fp32' ? `${found} already` : found });
  const { model, changes, notes } = rewrite(loaded, quantization);
  const encoded = encodeOnnx(model);
  await withWholeFile(target, async (temporary) => writeFile(temporary, encoded));
  if (options.withCompanions === true) await copyCompanions(source, dirname(target));
  return {
    path: target,
    bytes: encoded.length,
    quantization,
    durationMs: performance.now() - startedMs,
    changes,
    notes,
  };
}

function rewrite(loaded: LoadedOnnx, quantization: OnnxQuantization): RewrittenOnnx {
  return quantization === 'fp16' ? makeFp16(loaded) : makeInt8(loaded, { dynamic: quantization === 'int8' });
}

async function copyCompanions(source: string, folder: string): Promise<void> {
  for (const name of COMPANIONS) {
    const from = findCompanion(source, name);
    const to = join(folder, basename(name));
    if (from === undefined || resolve(from) === to) continue;
    await copyFile(from, `${to}.new`);
    await rename(`${to}.new`, to);
  }
}
