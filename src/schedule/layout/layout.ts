/** How the workers of a run share a processor, or its GPUs. */
export interface Layout {
  /** Workers side by side, each with a model of its own. */
  replicas: number;
  /** Threads of the engine in each worker. */
  threads: number;
  /** Documents that each worker decodes together. */
  width: number;
  /** Layers of a model on the GPU, where not all of them lie there. */
  gpuLayers?: number;
}

/** Models up to so many bytes run with one thread per worker on a processor: a second thread costs them more than it gives. */
export const SMALL_MODEL_BYTES = 64 * 1024 ** 2;

/**
 * ... and with so many documents per batch at most: their weights lie in the processor's cache, so that wider batches spare no reading
 * and only add key-value caches to read; measured as fastest, see benchmarks/dead-ends.md.
 */
export const SMALL_MODEL_WIDTH = 4;

export interface SplitQuestion {
  cores: number;
  /** Of the profile: a number holds for every model. */
  threads: number | 'auto';
  /** Largest model file of the run. */
  fileBytes: number;
}

/**
 * The ways in which workers and threads can share the cores, those with the fewest threads first. One way where the profile names
 * the threads, and for a small model; else every power of two, and all cores for one worker.
 */
export function splitCores({ cores, threads, fileBytes }: SplitQuestion): Omit<Layout, 'width'>[] {
  const split = (each: number): Omit<Layout, 'width'> => ({
    threads: each,
    replicas: Math.max(1, Math.floor(cores / each)),
  });
  if (threads !== 'auto') return [split(threads)];
  if (fileBytes <= SMALL_MODEL_BYTES) return [split(1)];
  const powers = Array.from({ length: Math.floor(Math.log2(cores)) + 1 }, (_, power) => 2 ** power);
  return [...new Set([...powers, cores])].map(split);
}
