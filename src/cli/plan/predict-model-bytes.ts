import { loadGgufParts } from '../../models/gguf/load-gguf-parts.ts';
import { describeModel } from '../../models/inspect-model.ts';
import { isOnnx } from '../../models/onnx/load-onnx.ts';
import { requireQuantization } from '../../models/quantizations.ts';
import { type PredictedBytes, predictQuantizedBytes } from '../../plan/predict-quantized-bytes.ts';

/** Bytes that a float weight of an ONNX model takes after a rewriting, scales left out; all of the others stay as they are. */
const ONNX_SHARE: Readonly<Record<string, number>> = { fp16: 1 / 2, int8: 1 / 4, 'int8-weights': 1 / 4 };

/** Size of a model file in another quantization, before it is made. */
export function predictModelBytes(path: string, quantization: string): PredictedBytes {
  if (!isOnnx(path)) {
    const parts = loadGgufParts(path);
    const fileBytes = parts.reduce((sum, part) => sum + part.fileBytes, 0);
    const tensors = parts.flatMap((part) => part.tensors);
    const nominal = quantization === 'unknown' ? 16 : requireQuantization(quantization).bitsPerWeight;
    return predictQuantizedBytes({ fileBytes, tensors }, quantization, nominal);
  }
  const { bytes, weightBytes, quantization: found } = describeModel(path).description;
  const floats = found.tensorTypes.find(({ type }) => type === 'float')?.bytes ?? 0;
  const saved = floats * (1 - (ONNX_SHARE[quantization] ?? 1));
  return { fileBytes: Math.round(bytes - saved), weightBytes: Math.round(weightBytes - saved) };
}
