import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Llama, type LlamaOptions } from 'node-llama-cpp';
import { ADDON_FILE } from './engine-choice.ts';

export type AddonOptions = Pick<LlamaOptions, 'logLevel' | 'logger' | 'maxThreads'>;

/** A folder of llama.cpp's libraries with the addon that binds them. */
export interface Addon {
  folder: string;
  buildType: 'localBuild' | 'prebuilt';
  gpu: 'cuda' | 'vulkan' | 'metal' | false;
  release: string;
}

/** The internal way into the library with binaries from anywhere; the public one knows its own folders only. */
interface LlamaFactory {
  _create(options: Record<string, unknown>): Promise<Llama>;
}

/** Memory that the library leaves free is at most so much, for prebuilt binaries too. */
const GIBIBYTE = 1024 ** 3;

/**
 * Starts llama.cpp from an addon, without the library's trial of it in another process. To be called in a worker process:
 * binaries of another machine may end it.
 * @throws Error of the system if the binaries cannot be loaded.
 */
export async function loadAddon({ folder, buildType, gpu, release }: Addon, options: AddonOptions): Promise<Llama> {
  const factory: unknown = Llama;
  const path = join(folder, ADDON_FILE);
  if (typeof Reflect.get(factory as object, '_create') !== 'function')
    throw new Error('node-llama-cpp: the internal member "_create" is missing');
  const bindings: unknown = createRequire(import.meta.url)(path);
  return await (factory as LlamaFactory)._create({
    bindings,
    bindingPath: path,
    buildType,
    buildMetadata: {
      buildOptions: { gpu, customCmakeOptions: new Map(), llamaCpp: { repo: 'ggml-org/llama.cpp', release } },
    },
    vramPadding: (total: number) => Math.floor(Math.min(total * 0.08, 1.6 * GIBIBYTE)),
    ramPadding: (total: number) => Math.floor(Math.min(total * 0.25, GIBIBYTE)),
    debug: false,
    numa: false,
    tempDir: false,
    ...options,
  });
}
