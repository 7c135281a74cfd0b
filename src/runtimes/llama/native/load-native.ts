import type { Llama } from 'node-llama-cpp';
import { environmentError } from '../../../core/errors.ts';
import type { NativeBuild } from './engine-choice.ts';
import { type AddonOptions, loadAddon } from './load-addon.ts';

/**
 * Starts llama.cpp from a native build.
 * @throws AssayError ENGINE_NATIVE (exit 3) if the binaries cannot be loaded.
 */
export async function loadNative({ folder, device, release }: NativeBuild, options: AddonOptions): Promise<Llama> {
  try {
    return await loadAddon(
      { folder, buildType: 'localBuild', gpu: device === 'cpu' ? false : device, release },
      options,
    );
  } catch (cause) {
    throw environmentError(
      'ENGINE_NATIVE',
      `the native engine in ${folder} cannot be loaded: ${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}`,
      'Run: assay engine build, or go back with: assay engine use prebuilt',
      cause,
    );
  }
}
