import { expect } from '../llama/llama-runtime.ts';
import type { FromWorker, ToWorker } from '../worker/protocol.ts';
import { startWorkerProcess } from '../worker/worker-process.ts';
import { resolveWorkerScript } from '../worker/worker-script.ts';
import type { LoadedModel, LoadRequest, Runtime } from '../runtime.ts';

export interface OnnxRuntimeOptions {
  /** A worker that finishes no document for so long is taken for hung, and killed. */
  progressDeadlineMs?: number;
  loadDeadlineMs?: number;
}

/** Worker process behind a loaded model: for tests and for readings of its memory. */
export interface OnnxModelProcess extends LoadedModel {
  readonly pid: number | undefined;
}

export interface OnnxRuntime extends Runtime {
  load(request: LoadRequest): Promise<OnnxModelProcess>;
}

/**
 * Runs ONNX taggers with ONNX Runtime, each in a process of its own: a session blocks its process while it computes. `load` rejects
 * with `AssayError` (exit 3) for a model or device that does not serve, and with `WorkerLost` (`outOfMemory`) when it does not fit.
 */
export function createOnnxRuntime(options: OnnxRuntimeOptions = {}): OnnxRuntime {
  const { progressDeadlineMs = 300_000, loadDeadlineMs = 300_000 } = options;
  return {
    name: 'onnx',
    async load(request) {
      const worker = startWorkerProcess(resolveWorkerScript(import.meta.url));
      try {
        const { description } = expect(await worker.ask({ type: 'load', request }, loadDeadlineMs), 'ready');
        return makeLoadedModel(worker, description, progressDeadlineMs);
      } catch (error) {
        await worker.end();
        throw error;
      }
    },
  };
}

function makeLoadedModel(
  worker: ReturnType<typeof startWorkerProcess>,
  description: LoadedModel['description'],
  deadlineMs: number,
): OnnxModelProcess {
  let id = 0;
  let queue: Promise<unknown> = Promise.resolve();
  const ask = (message: ToWorker): Promise<FromWorker> => {
    const answer = queue.then(() => worker.ask(message, deadlineMs));
    queue = answer.catch(() => undefined);
    return answer;
  };
  return {
    description,
    pid: worker.pid,
    async generate(requests) {
      if (requests.length > description.width)
        throw new RangeError(`a cohort of ${requests.length} does not fit a width of ${description.width}`);
      id += 1;
      return expect(await ask({ type: 'generate', id, requests }), 'generated').result;
    },
    async countTokens(requests) {
      id += 1;
      return expect(await ask({ type: 'countTokens', id, requests }), 'counted').counts;
    },
    [Symbol.asyncDispose]: () => worker.end(),
  };
}
