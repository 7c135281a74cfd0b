import { createWorkerRuntime, type WorkerRuntime, type WorkerRuntimeOptions } from '../worker/worker-runtime.ts';
import { resolveWorkerScript } from '../worker/worker-script.ts';

/**
 * Runs image-to-text models of a local folder with transformers.js, each in a process of its own. A request shows one page; pages are
 * read one after the other. Errors of `load`: those of `createWorkerRuntime`.
 */
export function createTransformersRuntime(options: WorkerRuntimeOptions = {}): WorkerRuntime {
  return createWorkerRuntime('transformers', () => resolveWorkerScript(import.meta.url), options);
}
