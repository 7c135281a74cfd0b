import { createLlamaRuntime } from '../runtimes/llama/llama-runtime.ts';
import { describeEngineVersion, type EngineUse, readEngineUse } from '../runtimes/llama/native/engine-choice.ts';
import { planWidth } from '../runtimes/llama/plan-width.ts';
import type { WidthPlan, WidthQuestion } from '../runtimes/llama/protocol.ts';
import type { Runtime } from '../runtimes/runtime.ts';

/** A runtime with what the schedule must know before it loads anything. */
export interface Engine {
  runtime: Runtime;
  /** Library and release; part of a run's identity. */
  version: string;
  /** The largest batch width that fits into memory; 0 when not even one document fits. */
  planWidth(question: WidthQuestion): Promise<WidthPlan>;
}

export type { WidthPlan, WidthQuestion };

/**
 * llama.cpp through node-llama-cpp, as prebuilt or compiled on this machine; that choice is made once, here, and is part of
 * the version. Errors: exit 3 when the native build is chosen and there is none.
 */
export function createLlamaEngine(use: EngineUse = readEngineUse()): Engine {
  const runtime = createLlamaRuntime();
  return {
    version: describeEngineVersion(use),
    planWidth,
    runtime: { ...runtime, load: (request) => runtime.load({ build: use, ...request }) },
  };
}
