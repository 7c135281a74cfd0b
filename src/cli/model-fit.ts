import { join } from 'node:path';
import { AssayError } from '../core/errors.ts';
import type { ModelInspection } from '../models/model-inspection.ts';
import { isPictureModel } from '../models/pictures/picture-model.ts';
import { packageRoot } from '../models/package-root.ts';
import { requireRunnable } from '../models/shelf/require-runnable.ts';
import { planWidth } from '../runtimes/llama/plan-width.ts';
import { planOnnxWidth } from '../runtimes/onnx/predict-bytes.ts';
import { planPictureWidth } from '../runtimes/transformers/predict-bytes.ts';
import { WorkerLost } from '../runtimes/runtime.ts';
import { loadNativeConfig } from '../spec/definitions.ts';

/** Whether a model fits this machine. */
export interface ModelFit {
  device: string;
  /** Tokens of one document, prompt and answer. */
  contextTokens: number;
  kvCacheType: string;
  /** Most documents decoded together by one worker; 0 when not even one fits, `null` when it could not be found out. */
  width: number | null;
  /** The width at which the profile stops asking. */
  cap: number;
  /** Weights and context at that width, as the engine reckons them; at width 1 when nothing fits. */
  predictedBytes: number | null;
  freeBytes: number | null;
  reserveBytes: number;
  /** Why it cannot run, or could not be found out. */
  reason: string | null;
}

/**
 * The largest width at which a model fits into the memory that is free now. The engine is asked in a process of its own; what it
 * refuses is a finding and no error.
 * @throws AssayError DEVICE_UNKNOWN, DEVICE_INVALID.
 */
export async function loadFit(
  model: ModelInspection,
  { contextTokens, device }: { contextTokens: number; device: string },
): Promise<ModelFit> {
  const { kvCacheType, gpu, maxWidth, reserveBytes } = await loadNativeConfig(
    device,
    join(packageRoot(), 'native-configs'),
  );
  const asked = { device, contextTokens, kvCacheType, cap: maxWidth, reserveBytes };
  try {
    requireRunnable(model);
    const onnx = isPictureModel(model.file) ? planPictureWidth : planOnnxWidth;
    const plan = await (model.format === 'onnx' ? onnx : planWidth)({
      modelPath: model.file,
      contextTokens,
      kvCacheType,
      gpu,
      reserveBytes,
      cap: maxWidth,
    });
    return { ...asked, ...plan, reason: null };
  } catch (error) {
    if (!(error instanceof AssayError) && !(error instanceof WorkerLost)) throw error;
    return { ...asked, width: null, predictedBytes: null, freeBytes: null, reason: error.message };
  }
}
