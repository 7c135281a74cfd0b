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
  const { config } = question;
  const alone = await ask(question, { reserveBytes: config.reserveBytes });
  if (alone.width === 0) throw tooSmall(alone, question);
  return alone;
}

/**
 * The layout with as many of these workers as fit side by side, each as wide as its share of the free memory allows. Where a profile
 * lists GPUs, those that share one of them share its memory, and the GPU with the least decides.
 * Errors: exit 3 when not even one fits with all models that it needs.
 */
export async function fitMemory(
  { replicas, threads }: Omit<Layout, 'width'>,
  alone: HungriestPlan,
  question: MemoryQuestion,
): Promise<Layout> {
  const { models, config } = question;
  let narrowest = alone;
  for (let workers = replicas; workers > 0; workers -= 1) {
    const sharing = Math.ceil((workers * models) / gpusOf(question).length);
    // What does not lie on a GPU shares the main memory with all the others.
    const sharers = workers * models;
    const asks = sharing > 1 || (sharers > 1 && alone.gpuLayers !== undefined);
    const freeBytes = Math.floor((alone.freeBytes - config.reserveBytes) / sharing);
    const plan = asks ? await ask(question, { freeBytes, reserveBytes: 0, sharers }) : alone;
    const { width, gpuLayers } = plan;
    if (width > 0) return { replicas: workers, threads, width, ...(gpuLayers !== undefined && { gpuLayers }) };
    narrowest = { ...plan, freeBytes: alone.freeBytes };
  }
  throw tooSmall(narrowest, question);
}

interface Share {
  freeBytes?: number;
  reserveBytes: number;
  sharers?: number;
}

/** The plan of the narrowest, with the fewest layers of any, so that all models of a run are loaded alike. */
async function ask(question: MemoryQuestion, share: Share): Promise<HungriestPlan> {
  const { engine, hungriest, contextTokens, config, cap } = question;
  const { gpu, gpuLayers, deviceName, flashAttention, batchTokens, draftTokens } = config;
  const plans: HungriestPlan[] = [];
  for (const { model, spec } of hungriest) {
    const asked = { modelPath: model.path, contextTokens, kvCacheType: spec.kvCacheType, gpu, cap, ...share };
    const settings = { gpuLayers, deviceName, flashAttention, batchTokens, draftTokens };
    // What is free was read once: a share of it is the same on every GPU.
    for (const visibleGpu of share.freeBytes === undefined ? gpusOf(question) : gpusOf(question).slice(0, 1))
      plans.push({ ...(await engine.planWidth({ ...asked, ...settings, visibleGpu })), path: model.path });
  }
  const [first] = plans as [HungriestPlan, ...HungriestPlan[]];
  const { gpuLayers: _layers, ...narrowest } = plans.reduce((a, b) => (narrower(b, a) ? b : a));
  const layers = plans.flatMap((plan) => plan.gpuLayers ?? []);
  const freeBytes = Math.min(...plans.map((plan) => plan.freeBytes));
  return {
    ...narrowest,
    freeBytes,
    ...(layers.length > 0 && { gpuLayers: Math.min(...layers) }),
    ...(first.on !== undefined && { on: first.on }),
  };
}

function narrower(a: HungriestPlan, b: HungriestPlan): boolean {
  return a.width < b.width || (a.width === b.width && a.freeBytes < b.freeBytes);
}

/** The GPUs of which a worker sees one alone; one place for all of them where the profile lists none. */
function gpusOf({ config: { gpu, gpus } }: MemoryQuestion): readonly (number | undefined)[] {
  return gpu === false || gpus === undefined ? [undefined] : gpus;
}

function tooSmall(plan: HungriestPlan, { contextTokens, config: { reserveBytes } }: MemoryQuestion): Error {
  const { path, predictedBytes, freeBytes, reason } = plan;
  const message = `${path} needs ${predictedBytes} bytes for one document of ${contextTokens} tokens; ${freeBytes} are free, ${reserveBytes} of them reserved${reason === undefined ? '' : `; ${reason}`}`;
  return environmentError('MEMORY_TOO_SMALL', message, 'use a smaller quantization, fewer maxTokens, or free memory');
}
