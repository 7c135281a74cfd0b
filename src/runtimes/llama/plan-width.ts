import { expect } from './llama-runtime.ts';
import type { WidthPlan, WidthQuestion } from '../worker/protocol.ts';
import { startWorkerProcess } from '../worker/worker-process.ts';
import { resolveWorkerScript } from '../worker/worker-script.ts';

const PLAN_DEADLINE_MS = 300_000;

/**
 * The largest number of sequences, up to `cap`, whose predicted memory (weights, key-value cache and buffers, by
 * llama.cpp's own reckoning without allocation) fits into what is free less a reserve. `width` 0 says that not even one
 * fits. Asked in a process of its own: the caller never loads the engine.
 * @throws AssayError (exit 3) if the model file or the device does not serve.
 */
export async function planWidth(question: WidthQuestion): Promise<WidthPlan> {
  const worker = startWorkerProcess(resolveWorkerScript(import.meta.url));
  try {
    return expect(await worker.ask({ type: 'plan', question }, PLAN_DEADLINE_MS), 'planned').plan;
  } finally {
    await worker.end();
  }
}
