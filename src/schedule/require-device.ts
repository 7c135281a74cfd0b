import { environmentError } from '../core/errors.ts';
import type { Manifest } from '../records/manifest.ts';
import type { LoadedModel } from '../runtimes/runtime.ts';

/**
 * Gives the model back if it is on the kind of device that the run began on. With `gpu: auto` the engine moves to the processor
 * without a word when a GPU is gone, and digits differ between the two. A model of another engine says nothing about it.
 * Errors: exit 3, DEVICE_CHANGED, with the model's process ended.
 */
export async function requireDevice(
  model: LoadedModel,
  { device, engine }: Pick<Manifest, 'device' | 'engine'>,
): Promise<LoadedModel> {
  const found = model.description;
  if (found.engine !== engine || found.device.kind === device.kind) return model;
  await model[Symbol.asyncDispose]();
  throw environmentError(
    'DEVICE_CHANGED',
    `the run began on ${device.kind} (${device.name}), and the engine now runs on ${found.device.kind}`,
    `bring the device back (assay doctor says what is missing) and run the same command, which resumes; or begin anew with another --results folder`,
  );
}
