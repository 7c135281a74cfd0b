import { createWorkerRuntime, type WorkerRuntime, type WorkerRuntimeOptions } from '../worker/worker-runtime.ts';
import { resolveWorkerScript } from '../worker/worker-script.ts';

/**
 * Runs ONNX taggers with ONNX Runtime, each in a process of its own: a session blocks its process while it computes. Errors of `load`:
 * those of `createWorkerRuntime`.
 */
export function createOnnxRuntime(options: WorkerRuntimeOptions = {}): WorkerRuntime {
  return createWorkerRuntime('onnx', () => resolveWorkerScript(import.meta.url), options);
}
