import type { Runtime } from '../runtimes/runtime.ts';

export interface WidthQuestion {
  modelPath: string;
  contextTokens: number;
  kvCacheType: string;
  gpu: false | 'auto' | 'cuda' | 'vulkan' | 'metal';
  /** Bytes that may be used; measured when absent. */
  freeBytes?: number;
  reserveBytes: number;
  cap: number;
}

/** A runtime with what the schedule must know before it loads anything. */
export interface Engine {
  runtime: Runtime;
  /** Library and release; part of a run's identity. */
  version: string;
  /** The largest batch width that fits into memory; 0 when not even one document fits. */
  planWidth(question: WidthQuestion): Promise<{ width: number; predictedBytes: number; freeBytes: number }>;
}
