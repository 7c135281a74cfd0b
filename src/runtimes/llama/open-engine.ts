import { closeSync, openSync, readSync } from 'node:fs';
import { getLlama, getModuleVersion, type Llama, LlamaLogLevel } from 'node-llama-cpp';
import { AssayError, environmentError } from '../../core/errors.ts';
import { loadGgufHeader } from '../../models/gguf/load-gguf-header.ts';
import type { LoadRequest, ModelDescription } from '../runtime.ts';
import { chooseNativeBuild, type EngineUse, type NativeBuild, readEngineUse } from './native/engine-choice.ts';
import { loadNative } from './native/load-native.ts';
import { loadPrebuilt } from './native/load-prebuilt.ts';
import { isOutOfMemory } from '../worker/out-of-memory.ts';

/** Which native build a started engine came from. */
const nativeBuilds = new WeakMap<Llama, NativeBuild>();

/**
 * Starts the engine on the wanted device, and on no other. A native build runs where one is chosen and serves the device.
 * @throws AssayError (exit 3) if the device, or the chosen native build, cannot be had.
 */
export async function openEngine(
  gpu: LoadRequest['gpu'],
  threads: number,
  use: EngineUse = readEngineUse(),
): Promise<Llama> {
  const options = {
    logLevel: LlamaLogLevel.error,
    logger: (_level: LlamaLogLevel, message: string): void => void process.stderr.write(`${message}\n`),
    maxThreads: threads,
  };
  const native = use === 'native' ? chooseNativeBuild(gpu) : null;
  let llama: Llama;
  try {
    if (native !== null) llama = await loadNative(native, options);
    else
      llama =
        (gpu === false ? await loadPrebuilt(options) : null) ??
        (await getLlama({ gpu, build: 'never', skipDownload: true, ...options }));
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw missingDevice(gpu, cause instanceof Error ? cause.message : String(cause), cause);
  }
  // Where the best device turned out to be the processor, the native build for it is the better one.
  if (use === 'native' && gpu === 'auto' && native === null && llama.gpu === false) {
    const forProcessor = chooseNativeBuild(false);
    if (forProcessor !== null) {
      await llama.dispose();
      return await openEngine(false, threads, use);
    }
  }
  if (native !== null) nativeBuilds.set(llama, native);
  // The library falls back without a word, e.g. from metal to the CPU on Linux.
  if (gpu !== 'auto' && llama.gpu !== gpu) throw missingDevice(gpu, `the engine runs on ${llama.gpu || 'cpu'}`);
  return llama;
}

/** The device that the engine really uses. */
export async function describeDevice(llama: Llama): Promise<ModelDescription['device']> {
  if (llama.gpu === false) return { name: 'CPU', kind: 'cpu' };
  const names = await llama.getGpuDeviceNames();
  return { name: names.join(', ') || llama.gpu, kind: llama.gpu };
}

/** Library, engine release, and whether the binary was shipped or built here. */
export async function describeEngine(llama: Llama): Promise<string> {
  const native = nativeBuilds.get(llama);
  const build = native === undefined ? llama.buildType : `native ${native.id}`;
  return `node-llama-cpp ${await getModuleVersion()}, llama.cpp ${llama.llamaCppRelease.release}, ${build}`;
}

/**
 * @throws AssayError (exit 3) unless the file exists and has the header of a GGUF: the engine's own message says less, and its
 * reader never comes back from a header that is torn in the wrong place.
 */
export function requireGgufFile(modelPath: string): void {
  const start = Buffer.alloc(4);
  try {
    const file = openSync(modelPath, 'r');
    try {
      readSync(file, start, 0, 4, 0);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw environmentError('MODEL_FILE', `${modelPath}: cannot be read`, 'Check the path of the model file', cause);
  }
  if (start.toString('latin1') !== 'GGUF')
    throw environmentError('MODEL_NOT_GGUF', `${modelPath}: not a GGUF file`, 'Give the path of a .gguf model file');
  try {
    loadGgufHeader(modelPath);
  } catch (cause) {
    if (!(cause instanceof AssayError)) throw cause;
    throw environmentError('MODEL_LOAD', cause.message, cause.hint, cause);
  }
}

/** Wraps whatever the engine says about a file that it could not load. */
export function asLoadError(modelPath: string, cause: unknown): unknown {
  if (cause instanceof AssayError || isOutOfMemory(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return environmentError(
    'MODEL_LOAD',
    `${modelPath}: the engine cannot load it: ${reason}`,
    'Check that the file is complete (size and SHA-256) and that its architecture is supported',
    cause,
  );
}

function missingDevice(gpu: LoadRequest['gpu'], found: string, cause?: unknown): AssayError {
  const wanted = gpu === false ? 'the CPU' : gpu;
  return environmentError(
    'ENGINE_DEVICE',
    `The engine cannot run on ${wanted}: ${found.split('\n')[0]}`,
    'Choose another device, or install its driver and run: assay doctor',
    cause,
  );
}
