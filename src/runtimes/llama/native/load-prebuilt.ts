import type { Llama } from 'node-llama-cpp';
import { type EngineFolder, findEngineFolder } from '../../../models/quantize/engine-folder.ts';
import { ENGINE_VERSION } from '../engine-internals.ts';
import { type AddonOptions, loadAddon } from './load-addon.ts';

/**
 * Starts the processor's llama.cpp that the library ships. On Linux the library tries its binary in a process of its own first,
 * which takes longer than the load; a worker is such a process already.
 * `null` where that binary is not there or cannot be loaded: the library's own way then finds another, or says why not.
 */
export async function loadPrebuilt(
  options: AddonOptions,
  find: () => EngineFolder = findEngineFolder,
): Promise<Llama | null> {
  if (process.platform !== 'linux') return null;
  try {
    const { folder, packageVersion, release, forProcessor } = find();
    if (!forProcessor || packageVersion !== ENGINE_VERSION) return null;
    return await loadAddon({ folder, buildType: 'prebuilt', gpu: false, release }, options);
  } catch {
    return null;
  }
}
