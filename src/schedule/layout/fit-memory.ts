import { environmentError } from '../../core/errors.ts';
import type { NativeConfig } from '../../spec/native-config.ts';
import type { Engine, WidthPlan } from '../engine.ts';
import type { PreparedVariant } from '../prepare-run.ts';
import type { Layout } from './layout.ts';

/** What is asked of memory, the same for every layout. */
export interface MemoryQuestion {
  engine: Engine;
  /** The largest file of every type of the key-value cache. */
  hungriest: readonly PreparedVariant[];
  /** Models that a worker's documents need side by side: more than one where several vote. */
  models: number;
  contextTokens: number;
  config: NativeConfig;
  /** Widest batch that is wanted. */
  cap: number;
}

/** The plan of the model that needs most. */
export type HungriestPlan = WidthPlan & { path: string };

/** How wide one worker alone could be. Errors: exit 3 when not even one document fits. */
export async function planAlone(question: MemoryQuestion): Promise<HungriestPlan> {
  const { contextTokens, config } = question;
  const alone = await ask(question, { reserveBytes: config.reserveBytes });
  if (alone.width === 0) throw tooSmall(alone, contextTokens, config.reserveBytes);
  return alone;
}

/**
 * The layout with as many of these workers as fit side by side, each as wide as its share of the free memory allows.
 * Errors: exit 3 when not even one fits with all models that it needs.
 */
export async function fitMemory(
  { replicas, threads }: Omit<Layout, 'width'>,
  alone: HungriestPlan,
  question: MemoryQuestion,
): Promise<Layout> {
  const { models, contextTokens, config } = question;
  for (let workers = replicas; workers > 0; workers -= 1) {
    if (workers * models === 1) return { replicas: 1, threads, width: alone.width };
    const freeBytes = Math.floor((alone.freeBytes - config.reserveBytes) / (workers * models));
    const { width } = await ask(question, { freeBytes, reserveBytes: 0 });
    if (width > 0) return { replicas: workers, threads, width };
  }
  throw tooSmall(alone, contextTokens, config.reserveBytes);
}

async function ask(
  { engine, hungriest, contextTokens, config, cap }: MemoryQuestion,
  share: { freeBytes?: number; reserveBytes: number },
): Promise<HungriestPlan> {
  const plans: HungriestPlan[] = [];
  for (const { model, spec } of hungriest) {
    const { kvCacheType } = spec;
    const { gpu, flashAttention, batchTokens } = config;
    const asked = { modelPath: model.path, contextTokens, kvCacheType, gpu, flashAttention, batchTokens, cap };
    plans.push({ ...(await engine.planWidth({ ...asked, ...share })), path: model.path });
  }
  return plans.reduce((a, b) => (b.width < a.width ? b : a));
}

function tooSmall(alone: HungriestPlan, contextTokens: number, reserveBytes: number): Error {
  const message = `${alone.path} needs ${alone.predictedBytes} bytes for one document of ${contextTokens} tokens; ${alone.freeBytes} are free, ${reserveBytes} of them reserved`;
  return environmentError('MEMORY_TOO_SMALL', message, 'use a smaller quantization, fewer maxTokens, or free memory');
}
