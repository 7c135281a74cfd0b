import { ENGINE_VERSION } from '../runtimes/llama/engine-internals.ts';
import { createLlamaRuntime } from '../runtimes/llama/llama-runtime.ts';
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

/** llama.cpp through node-llama-cpp. */
export function createLlamaEngine(): Engine {
  return { runtime: createLlamaRuntime(), version: `node-llama-cpp ${ENGINE_VERSION}`, planWidth };
}
