import { expect } from '../llama/llama-runtime.ts';
import type { LoadedModel, LoadRequest, Runtime } from '../runtime.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

export interface WorkerRuntimeOptions {
  /** A worker that finishes nothing for so long is taken for hung, and killed. */
  progressDeadlineMs?: number;
  loadDeadlineMs?: number;
}

/** Worker process behind a loaded model: for tests and for readings of its memory. */
export interface ModelProcess extends LoadedModel {
  readonly pid: number | undefined;
}

export interface WorkerRuntime extends Runtime {
  load(request: LoadRequest): Promise<ModelProcess>;
}

/**
 * A runtime whose models each live in a process of their own and answer one cohort after the other. `script` finds the worker's entry.
 * `load` rejects with `AssayError` (exit 3) for a model or device that does not serve, and with `WorkerLost` (`outOfMemory`) when it
 * does not fit.
 */
export function createWorkerRuntime(
  name: string,
  script: () => string,
  { progressDeadlineMs = 300_000, loadDeadlineMs = 300_000 }: WorkerRuntimeOptions = {},
): WorkerRuntime {
  return {
    name,
    async load(request) {
      const worker = startWorkerProcess(script());
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
  worker: WorkerProcess,
  description: LoadedModel['description'],
  deadlineMs: number,
): ModelProcess {
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
