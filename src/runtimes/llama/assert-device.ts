import { environmentError } from '../../core/errors.ts';
import type { LoadRequest, ModelDescription } from '../runtime.ts';

/** What was found on a GPU after a model was loaded. */
export interface FoundOnGpu {
  device: ModelDescription['device'];
  /** Layers of the model on the GPU, and those that it has. */
  layers: number;
  totalLayers: number;
  /** Growth of the GPU's used memory by the load. */
  vramBytes: number;
}

/** Lets CUDA and Vulkan see one GPU alone. To be called before either is started in this process. */
export function showOnlyGpu(index: number, env: NodeJS.ProcessEnv = process.env): void {
  env.CUDA_VISIBLE_DEVICES = String(index);
  env.GGML_VK_VISIBLE_DEVICES = String(index);
}

/**
 * That a model really is where it was asked to be: the library falls back without a word where it can.
 * @throws AssayError ENGINE_DEVICE (exit 3) with what was asked and what was found.
 */
export function assertOnGpu(request: Pick<LoadRequest, 'gpu' | 'gpuLayers' | 'deviceName'>, found: FoundOnGpu): void {
  const wanted = Math.min(request.gpuLayers ?? found.totalLayers, found.totalLayers);
  const problems: string[] = [];
  if (request.gpu !== 'auto' && found.device.kind !== request.gpu)
    problems.push(`it runs on ${found.device.kind} and not on ${String(request.gpu)}`);
  if (request.deviceName !== undefined && !found.device.name.includes(request.deviceName))
    problems.push(`the GPU is ${found.device.name} and not ${request.deviceName}`);
  if (found.layers !== wanted) problems.push(`${found.layers} layers are on the GPU and not ${wanted}`);
  if (wanted > 0 && found.vramBytes <= 0) problems.push('no memory of the GPU was taken');
  if (problems.length === 0) return;
  throw environmentError(
    'ENGINE_DEVICE',
    `The model is not where it was asked to be: ${problems.join('; ')}`,
    'Choose another file of native-configs/, or run: assay doctor',
  );
}
