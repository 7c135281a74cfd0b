import { GgmlType, GgufInsights, type Llama, readGgufFileInfo } from 'node-llama-cpp';
import { environmentError, usageError } from '../../core/errors.ts';

/** Most tokens in one batch unless told. The engine's unit of work is as long (`n_ubatch = n_batch`), so this also sizes its buffers. */
export const BATCH_TOKENS = 512;

/** The engine rounds a sequence's context up to this many tokens. */
const CONTEXT_STEP = 256;

export interface ContextShape {
  width: number;
  contextTokens: number;
  kvCacheType: string;
  flashAttention?: boolean | undefined;
  batchTokens?: number | undefined;
  draftTokens?: number | undefined;
}

export interface Estimator {
  /** Layers on the GPU; 0 on a CPU. */
  gpuLayers: number;
  totalLayers: number;
  /** Bytes of weights and context: main memory on a CPU, device memory on a GPU. */
  estimate(shape: ContextShape): Promise<number>;
  /** Bytes of main memory for what does not lie on the GPU. */
  estimateMain(shape: ContextShape): Promise<number>;
}

/** How the engine's context is made, beside its sequences: what is estimated and what is loaded must be the same. */
export function contextSettings({
  width,
  contextTokens,
  flashAttention = true,
  batchTokens,
  draftTokens = 0,
}: ContextShape): {
  contextSize: number;
  sequences: number;
  batchSize: number;
  flashAttention: boolean;
  swaFullCache: false;
} {
  return {
    contextSize: padContext(contextTokens),
    sequences: width,
    batchSize: Math.max(batchTokens ?? BATCH_TOKENS, width * (1 + draftTokens)),
    flashAttention,
    swaFullCache: false,
  };
}

/** Tokens that the engine will really hold per sequence. */
export function padContext(contextTokens: number): number {
  return Math.ceil(contextTokens / CONTEXT_STEP) * CONTEXT_STEP;
}

/** @throws AssayError (exit 2) if the engine knows no such type. */
export function readCacheType(name: string): keyof typeof GgmlType {
  if (name in GgmlType && Number.isNaN(Number(name))) return name as keyof typeof GgmlType;
  throw usageError(
    'KV_CACHE_TYPE',
    `Unknown key-value cache type "${name}"`,
    'Use F16, BF16, F32, Q8_0, Q5_1, Q5_0, Q4_1 or Q4_0',
  );
}

/** What the engine holds beside weights and context, measured: vocabulary, graph and its own code (docs/runtimes.md). */
const ENGINE_BYTES = 8_000_000;

/** A header is read in milliseconds; a disk that is asleep takes seconds. */
const HEADER_DEADLINE_MS = 60_000;

/**
 * The library's reader waits for ever where a file ends inside its header, as one does that is written just now.
 * @throws AssayError MODEL_LOAD (exit 3) after the deadline.
 */
export async function readInfo(
  modelPath: string,
  {
    read = readGgufFileInfo,
    deadlineMs = HEADER_DEADLINE_MS,
  }: { read?: typeof readGgufFileInfo; deadlineMs?: number } = {},
): Promise<Awaited<ReturnType<typeof readGgufFileInfo>>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const refuse = (): void =>
      reject(
        environmentError(
          'MODEL_LOAD',
          `${modelPath}: its header could not be read within ${deadlineMs / 1000} s`,
          'Wait until nothing writes the file any more, check its size and SHA-256, then run the same command again',
        ),
      );
    timer = setTimeout(refuse, deadlineMs);
  });
  try {
    return await Promise.race([read(modelPath), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Asks llama.cpp itself, in its mode without allocation, what a model and its context take. `gpuLayers`: on a GPU, how many
 * layers of the model lie there; all of them unless told.
 */
export async function openEstimator(llama: Llama, modelPath: string, layers?: number): Promise<Estimator> {
  const insights = await GgufInsights.from(await readInfo(modelPath), llama);
  const { totalLayers } = insights;
  const gpuLayers = llama.gpu === false ? 0 : Math.min(layers ?? totalLayers, totalLayers);
  const weights = await insights.estimateModelResourceRequirementsV2({ gpuLayers });
  const sizesOf = async (shape: ContextShape): Promise<{ main: number; gpu: number }> => {
    const type = GgmlType[readCacheType(shape.kvCacheType)];
    const context = await insights.estimateContextResourceRequirementsV2({
      ...contextSettings(shape),
      modelGpuLayers: gpuLayers,
      kvCacheKeyType: type,
      kvCacheValueType: type,
    });
    return { main: weights.cpuRam + context.cpuRam + ENGINE_BYTES, gpu: weights.gpuVram + context.gpuVram };
  };
  return {
    gpuLayers,
    totalLayers,
    estimate: async (shape) => (await sizesOf(shape))[llama.gpu === false ? 'main' : 'gpu'],
    estimateMain: async (shape) => (await sizesOf(shape)).main,
  };
}
