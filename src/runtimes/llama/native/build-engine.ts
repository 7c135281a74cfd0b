import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { environmentError } from '../../../core/errors.ts';
import { makeFolder } from '../../../core/make-folder.ts';
import { withFileLock } from '../../../models/shelf/file-lock.ts';
import { engineFolder, enginePackageFolder, type NativeBuild, type NativeDevice } from './engine-choice.ts';
import { type BuildTools, findBuildTools } from './find-build-tools.ts';
import { type ConfiguredBuild, installBuild } from './install-build.ts';
import { runBuildStep } from './run-build-step.ts';
import { unpackSource } from './unpack-source.ts';

export interface BuildEngineInput {
  device: NativeDevice;
  /** Compiler processes side by side. */
  jobs: number;
  /** Where source, objects and result are kept. */
  folder?: string;
  signal: AbortSignal;
  /** File that gets the output of all programs; none is written without. */
  log?: string | undefined;
  /** Whole percent of the compilation. */
  onProgress: (percent: number) => void;
  onStep: (step: string) => void;
}

/**
 * Compiles the source of llama.cpp that the npm package carries for exactly this machine (all features of its processor,
 * OpenMP), without a network, and puts the binaries into the cache. The processes run at low priority; `build.log` in the folder
 * keeps what they print. Until the whole build is there, an earlier one stays as it is.
 * @throws AssayError ENGINE_TOOLS or ENGINE_BUILD (exit 3) with the last lines of the compiler.
 */
export async function buildEngine(input: BuildEngineInput): Promise<NativeBuild> {
  const { device, folder = engineFolder(), jobs, signal, onProgress } = input;
  const { log = join(folder, BUILD_LOG) } = input;
  const tools = findBuildTools();
  await makeFolder(folder);
  return withFileLock(join(folder, 'build.lock'), async () => {
    const startedMs = performance.now();
    await writeFile(log, '');
    const configured = await configureBuild({ ...input, log }, tools, []);
    input.onStep('compiling llama.cpp');
    const { objects } = configured;
    await compileTargets({ objects, targets: ['llama-addon'], tools, jobs, signal, log, onProgress });
    return installBuild(configured, { device, folder, seconds: (performance.now() - startedMs) / 1000 });
  });
}

/** Unpacks the source where that was not done, and writes the build files. `extra` are further options of CMake. */
export async function configureBuild(
  { device, folder = engineFolder(), signal, log, onStep }: Omit<BuildEngineInput, 'jobs' | 'onProgress'>,
  tools: BuildTools,
  extra: readonly string[],
): Promise<ConfiguredBuild> {
  onStep('unpacking the source');
  const { source, release } = await unpackSource(folder, tools, { signal, log });
  const objects = join(folder, 'objects', device);
  await makeFolder(objects);
  const options = optionsFor(device);
  onStep('looking at the compiler');
  await runBuildStep(
    tools.cmake,
    [
      '-S',
      source,
      '-B',
      objects,
      '-G',
      tools.generator,
      ...[...options, ...FIXED_OPTIONS, ...extra].map((option) => `-D${option}`),
      `-DCMAKE_CXX_COMPILER=${tools.compiler}`,
      `-DCMAKE_JS_INC=${join(packageFolderOf('node-api-headers'), 'include')}`,
      // A library that Node loads finds Node's own symbols only then.
      ...(process.platform === 'darwin' ? ['-DCMAKE_SHARED_LINKER_FLAGS=-undefined dynamic_lookup'] : []),
    ],
    // The build asks Node where the headers of node-addon-api are.
    { signal, log, env: { ...process.env, NODE_PATH: join(packageFolderOf('node-addon-api'), '..') } },
  );
  return { tools, objects, options, release };
}

export interface CompileInput {
  objects: string;
  targets: readonly string[];
  tools: BuildTools;
  jobs: number;
  signal: AbortSignal;
  log?: string | undefined;
  onProgress: (percent: number) => void;
}

/** Compiles targets of a configured build. */
export async function compileTargets({
  objects,
  targets,
  tools,
  jobs,
  signal,
  log,
  onProgress,
}: CompileInput): Promise<void> {
  await runBuildStep(tools.cmake, ['--build', objects, '--parallel', String(jobs), '--target', ...targets], {
    signal,
    log,
    onLine: (line) => {
      const percent = readPercent(line);
      if (percent !== null) onProgress(percent);
    },
  });
}

/** In the folder of the engine: everything that the programs of the last build printed. */
const BUILD_LOG = 'build.log';

/** `[12/148]` of ninja or `[ 8%]` of make, as whole percent. */
export function readPercent(line: string): number | null {
  const [, done, total, percent] = /^\[\s*(?:(\d+)\/(\d+)|(\d+)%)\]/.exec(line) ?? [];
  if (percent !== undefined) return Number(percent);
  return done === undefined || total === undefined ? null : Math.floor((Number(done) * 100) / Number(total));
}

const FIXED_OPTIONS = [
  'CMAKE_BUILD_TYPE=Release',
  'GGML_CCACHE=OFF',
  'GGML_BUILD_NUMBER=1',
  'LLAMA_CURL=OFF',
  'LLAMA_OPENSSL=OFF',
  'LLAMA_BUILD_BORINGSSL=OFF',
  'LLAMA_BUILD_UI=OFF',
  'NLC_VARIANT=',
  `NLC_CURRENT_PLATFORM=${process.platform}-${process.arch}`,
  `NLC_TARGET_PLATFORM=${process.platform}-${process.arch}`,
];

/** What makes a build this machine's own; GPU builds have been tried on no GPU. */
function optionsFor(device: NativeDevice): string[] {
  const gpu = { cpu: [], cuda: ['GGML_CUDA=ON'], vulkan: ['GGML_VULKAN=ON'], metal: [] }[device];
  return [
    'GGML_NATIVE=ON',
    'GGML_OPENMP=ON',
    'GGML_CPU_ALL_VARIANTS=OFF',
    `GGML_METAL=${device === 'metal' ? 'ON' : 'OFF'}`,
    ...gpu,
  ];
}

/** Folder of a package that node-llama-cpp depends on. */
function packageFolderOf(name: string): string {
  const require = createRequire(join(enginePackageFolder(), 'package.json'));
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return join(require.resolve(join(folder, name, 'package.json')), '..');
    } catch {
      // Not in this folder.
    }
  }
  throw environmentError('ENGINE_BUILD', `the package ${name} is not installed`, 'Run: npm ci');
}
