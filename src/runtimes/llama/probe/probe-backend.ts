import { AssayError } from '../../../core/errors.ts';
import type { LoadRequest, ModelDescription } from '../../runtime.ts';
import { WorkerLost } from '../../runtime.ts';
import { createLlamaRuntime } from '../llama-runtime.ts';

/** What happened when the engine was really started on a device. */
export interface BackendProbe {
  gpu: LoadRequest['gpu'];
  /** `null` when it cannot be used. */
  device: ModelDescription['device'] | null;
  /** Library, release and kind of build; `null` when it cannot be used. */
  engine: string | null;
  loadMs: number | null;
  /** Why it cannot be used; `null` when it can. */
  reason: string | null;
}

/** Starts the engine on a device in a process of its own and loads a small model there. A refusal is a finding, no error. */
export async function probeBackend(gpu: LoadRequest['gpu'], modelPath: string): Promise<BackendProbe> {
  try {
    await using model = await createLlamaRuntime().load({
      modelPath,
      width: 1,
      contextTokens: 256,
      threads: 1,
      gpu,
      kvCacheType: 'F16',
      engine: 'lockstep',
    });
    const { device, engine, loadMs } = model.description;
    return { gpu, device, engine, loadMs, reason: null };
  } catch (error) {
    if (!(error instanceof AssayError) && !(error instanceof WorkerLost)) throw error;
    return { gpu, device: null, engine: null, loadMs: null, reason: error.message };
  }
}
