import type { GenerationRequest, LoadedModel, LoadRequest, Runtime } from '../runtime.ts';
import type { FromWorker, ToWorker } from '../worker/protocol.ts';
import { startWorkerProcess } from '../worker/worker-process.ts';
import { resolveWorkerScript } from '../worker/worker-script.ts';

export interface LlamaRuntimeOptions {
  /** A worker that decodes no further batch for so long is taken for hung, and killed. */
  progressDeadlineMs?: number;
  /** The same while a model loads, which may tell nothing for long on a slow disk. */
  loadDeadlineMs?: number;
}

/** A worker that has shown its speed is given so many times its longest silence, and never less than the floor. */
const SILENCE_FACTOR = 50;
const LEAST_DEADLINE_MS = 30_000;

/**
 * How long a worker may be silent: what it was given at first, or less once it has shown how long it is silent at work. The floor
 * is for a machine that is asleep or swapping.
 */
export function deadlineFor(longestSilenceMs: number, givenMs: number): number {
  if (longestSilenceMs === 0) return givenMs;
  return Math.min(givenMs, Math.max(LEAST_DEADLINE_MS, SILENCE_FACTOR * longestSilenceMs));
}

/** A prompt chunk of a large model on a slow CPU takes tens of seconds; nothing sound takes minutes. */
const PROGRESS_DEADLINE_MS = 300_000;
const LOAD_DEADLINE_MS = 900_000;

/** Worker process behind a loaded model: for tests and for readings of its memory. */
export interface LlamaModelProcess extends LoadedModel {
  readonly pid: number | undefined;
}

export interface LlamaRuntime extends Runtime {
  load(request: LoadRequest): Promise<LlamaModelProcess>;
}

/**
 * Runs GGUF models with llama.cpp, each in a process of its own. `load` rejects with `AssayError` (exit 3) for a file or
 * device that does not serve, and with `WorkerLost` (`outOfMemory`) when the model does not fit.
 */
export function createLlamaRuntime(options: LlamaRuntimeOptions = {}): LlamaRuntime {
  const { progressDeadlineMs = PROGRESS_DEADLINE_MS, loadDeadlineMs = LOAD_DEADLINE_MS } = options;
  return {
    name: 'llama',
    async load(request) {
      const worker = startWorkerProcess(resolveWorkerScript(import.meta.url), environmentFor(request));
      try {
        const ready = expect(await worker.ask({ type: 'load', request }, loadDeadlineMs), 'ready');
        return makeLoadedModel(worker, ready.description, progressDeadlineMs);
      } catch (error) {
        await worker.end();
        throw error;
      }
    },
  };
}

/**
 * On a processor every call into the engine is made by one and the same thread, so that the weights stay in the cache of its core: libuv hands
 * decoding and sampling to any of four otherwise. On a GPU four of them sample side by side while the processor has nothing else to do.
 */
function environmentFor({ gpu }: LoadRequest): Record<string, string> {
  return gpu === false && process.env.UV_THREADPOOL_SIZE === undefined ? { UV_THREADPOOL_SIZE: '1' } : {};
}

function makeLoadedModel(
  worker: ReturnType<typeof startWorkerProcess>,
  description: LoadedModel['description'],
  deadlineMs: number,
): LlamaModelProcess {
  let lastId = 0;
  const ask = (message: ToWorker): Promise<FromWorker> =>
    worker.ask(message, deadlineFor(worker.longestSilenceMs, deadlineMs));
  return {
    description,
    pid: worker.pid,
    async generate(requests: GenerationRequest[]) {
      if (requests.length > description.width)
        throw new RangeError(`a cohort of ${requests.length} does not fit a width of ${description.width}`);
      lastId += 1;
      return expect(await ask({ type: 'generate', id: lastId, requests }), 'generated').result;
    },
    async countTokens(requests) {
      lastId += 1;
      return expect(await ask({ type: 'countTokens', id: lastId, requests }), 'counted').counts;
    },
    async sharedTokens(requests) {
      lastId += 1;
      return expect(await ask({ type: 'sharedTokens', id: lastId, requests }), 'shared').tokens;
    },
    async force(requests) {
      lastId += 1;
      return expect(await ask({ type: 'force', id: lastId, requests }), 'forced').answers;
    },
    async bench(shape) {
      lastId += 1;
      return expect(await ask({ type: 'bench', id: lastId, shape }), 'benched').times;
    },
    [Symbol.asyncDispose]: () => worker.end(),
  };
}

export function expect<Type extends FromWorker['type']>(
  message: FromWorker,
  type: Type,
): Extract<FromWorker, { type: Type }> {
  if (message.type !== type) throw new Error(`worker answered "${message.type}" instead of "${type}"`);
  return message as Extract<FromWorker, { type: Type }>;
}
