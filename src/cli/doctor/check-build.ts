import { AssayError } from '../../core/errors.ts';
import { bytesText } from '../../report/number-text.ts';
import {
  describeEngineVersion,
  engineFolder,
  listNativeBuilds,
  readEngineUse,
  refuseBuild,
} from '../../runtimes/llama/native/engine-choice.ts';
import { installCommand, missingTools } from '../../runtimes/llama/native/find-build-tools.ts';
import { findLibraries } from '../../runtimes/llama/probe/find-libraries.ts';
import { type Check, note, ok } from './check.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the CUDA provider of ONNX Runtime links to. */
const ONNX_CUDA = ['libcudart.so.12', 'libcublas.so.12', 'libcublasLt.so.12', 'libcudnn.so.9'];
/** Gain of a native build over the prebuilt one, measured on one two-core x64 machine: see docs/performance.md. */
const GAIN = 'about 1.4 times as many documents per second on a processor (measured on one machine)';

/** Which binary of llama.cpp is in use, and what compiling it for this machine would gain. */
export function checkBuild(env: Environment, folder: string = engineFolder()): Check {
  const id = 'engine build';
  try {
    const use = readEngineUse(folder, env);
    const builds = listNativeBuilds(folder);
    const version = describeEngineVersion(use, folder);
    const data = { use, version, builds };
    if (use === 'native') return ok(id, version, data);
    const usable = builds.find((build) => refuseBuild(build) === null);
    if (usable !== undefined)
      return note(
        id,
        `prebuilt; native build ${usable.id} (${bytesText(usable.bytes)}) is ready and gives ${GAIN}`,
        'assay engine use native',
        data,
      );
    const missing = process.platform === 'win32' ? [] : missingTools(env);
    const tools = missing.length === 0 ? '' : `; for that is missing: ${missing.join(', ')}`;
    const fix = missing.length === 0 ? 'assay engine build' : `${installCommand(env)}, then assay engine build`;
    return note(id, `prebuilt; compiled for this machine it gives ${GAIN}${tools}`, fix, data);
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return { id, status: 'problem', found: error.message, fix: 'assay engine use prebuilt' };
  }
}

/** The libraries of the CUDA provider of ONNX Runtime, where that provider was downloaded. */
export async function checkOnnxLibraries(hasProvider: boolean, env: Environment): Promise<Check[]> {
  if (!hasProvider) return [];
  const libraries = await findLibraries(ONNX_CUDA, env);
  const missing = ONNX_CUDA.filter((name) => (libraries.get(name) ?? null) === null);
  const id = 'onnxruntime libraries';
  const data = { libraries: Object.fromEntries(libraries) };
  if (missing.length === 0) return [ok(id, 'CUDA 12 and cuDNN 9 complete', data)];
  const fix =
    'sudo apt-get install cuda-cudart-12-4 libcublas-12-4 libcudnn9-cuda-12, or add their folder to LD_LIBRARY_PATH';
  return [{ id, status: 'warning', found: `missing: ${missing.join(', ')}`, fix, data }];
}
