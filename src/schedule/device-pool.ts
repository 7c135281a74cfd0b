import type { LoadedModel, LoadRequest, Runtime } from '../runtimes/runtime.ts';

/**
 * A runtime that puts each model on a GPU of its own: the one that holds the fewest. With no more models than GPUs, one
 * worker has one GPU.
 */
export function onePerGpu(runtime: Runtime, gpus: readonly number[]): Runtime {
  if (gpus.length === 0) return runtime;
  const held = new Map(gpus.map((gpu) => [gpu, 0]));
  const change = (gpu: number, by: number): void => void held.set(gpu, (held.get(gpu) ?? 0) + by);
  return {
    ...runtime,
    async load(request: LoadRequest): Promise<LoadedModel> {
      const [gpu] = [...held].reduce((least, entry) => (entry[1] < least[1] ? entry : least));
      change(gpu, 1);
      let model: LoadedModel;
      try {
        model = await runtime.load({ ...request, visibleGpu: gpu });
      } catch (error) {
        change(gpu, -1);
        throw error;
      }
      let ended = false;
      const end = model[Symbol.asyncDispose].bind(model);
      return Object.assign(model, {
        async [Symbol.asyncDispose]() {
          // A run that is stopped ends its models twice.
          if (!ended) change(gpu, -1);
          ended = true;
          await end();
        },
      });
    },
  };
}
