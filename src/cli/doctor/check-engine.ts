import { join } from 'node:path';
import { packageRoot } from '../../models/package-root.ts';
import { bytesText, listed } from '../../report/number-text.ts';
import { type EnginePackage, listEnginePackages } from '../../runtimes/llama/probe/engine-packages.ts';
import { findLibraries } from '../../runtimes/llama/probe/find-libraries.ts';
import { type FoundGpus, listGpus } from '../../runtimes/llama/probe/list-gpus.ts';
import { type BackendProbe, probeBackend } from '../../runtimes/llama/probe/probe-backend.ts';
import { listDefinitions, loadNativeConfig } from '../../spec/definitions.ts';
import { type Check, note, ok } from './check.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Libraries that the engine's CUDA builds link to: built with CUDA 13; the `-ext` package holds a build for 12. */
const CUDA_13 = ['libcuda.so.1', 'libcudart.so.13', 'libcublas.so.13'];
const CUDA_12 = ['libcuda.so.1', 'libcudart.so.12', 'libcublas.so.12'];
const VULKAN = 'libvulkan.so.1';
const CUDNN = 'libcudnn.so.9';

/** GPUs, libraries, engine packages, and what the engine really does with them. */
export async function checkEngine(modelPath: string | null, env: Environment): Promise<Check[]> {
  const [gpus, packages, libraries] = await Promise.all([
    listGpus(),
    listEnginePackages(),
    findLibraries([...new Set([...CUDA_13, ...CUDA_12, VULKAN, CUDNN])], env),
  ]);
  const checks = [checkGpus(gpus), checkPackages(packages), checkLibraries(gpus, packages, libraries)];
  if (modelPath === null) return checks;
  const offered = new Set(packages.filter(({ fits }) => fits).map(({ backend }) => backend));
  const probes = [await probeBackend(false, modelPath)];
  for (const backend of ['cuda', 'vulkan', 'metal'] as const) {
    if (offered.has(backend)) probes.push(await probeBackend(backend, modelPath));
  }
  // Where nothing but the processor starts, there is nothing to choose from.
  if (probes.slice(1).some(({ device }) => device !== null)) probes.push(await probeBackend('auto', modelPath));
  const missing = (names: readonly string[]): string[] =>
    names.filter((name) => (libraries.get(name) ?? null) === null);
  const lacks = { cuda: missing(CUDA_13), vulkan: missing([VULKAN]) };
  return [...checks, ...describeProbes({ probes, lacks, gpuThere: hasGpu(gpus) }), await checkProfiles(probes)];
}

/** Which device profiles could be used, by what the engine did on their device. */
async function checkProfiles(probes: readonly BackendProbe[]): Promise<Check> {
  const folder = join(packageRoot(), 'native-configs');
  const usable: string[] = [];
  const others: string[] = [];
  for (const id of await listDefinitions(folder)) {
    const { gpu } = await loadNativeConfig(id, folder);
    const works = gpu === 'auto' || probes.some((probe) => probe.gpu === gpu && probe.device !== null);
    (works ? usable : others).push(id);
  }
  const rest = others.length === 0 ? '' : `; not here: ${others.join(', ')}`;
  return note('device profiles', `usable: ${usable.join(', ') || 'none'}${rest}`, null, { usable, others });
}

function hasGpu({ nvidia, renderNodes }: FoundGpus): boolean {
  return (nvidia?.length ?? 0) > 0 || renderNodes.length > 0;
}

function checkGpus({ nvidia, nvidiaProblem, renderNodes }: FoundGpus): Check {
  const data = { nvidia, renderNodes };
  const named = (nvidia ?? []).map(
    ({ name, memoryBytes, driver, computeCapability }) =>
      `${name}, ${bytesText(memoryBytes)}, driver ${driver}, compute ${computeCapability}`,
  );
  if (named.length > 0) return ok('gpus', named.join('; '), data);
  if (nvidiaProblem !== null && nvidiaProblem !== 'nvidia-smi is not installed') {
    const fix = 'install the NVIDIA driver again, then restart; check with nvidia-smi';
    return { id: 'gpus', status: 'warning', found: `nvidia-smi: ${nvidiaProblem}`, fix, data };
  }
  if (renderNodes.length > 0) return ok('gpus', `no NVIDIA GPU; ${renderNodes.join(', ')} for Vulkan`, data);
  return note('gpus', `none: ${nvidiaProblem ?? 'nvidia-smi names none'}, and /dev/dri has no render node`, null, data);
}

function checkPackages(packages: readonly EnginePackage[]): Check {
  const fitting = packages.filter(({ fits }) => fits);
  const data = { packages };
  if (fitting.length === 0) {
    const found = `no prebuilt engine for ${process.platform} ${process.arch}; installed: ${listed(packages.map(({ name }) => name)) || 'none'}`;
    return { id: 'engine packages', status: 'problem', found, fix: 'npm ci --include=optional', data };
  }
  return ok(
    'engine packages',
    fitting.map(({ name, backend, version }) => `${name} ${version} (${backend})`).join(', '),
    data,
  );
}

/** Missing libraries matter only where there is a GPU that they would serve. */
export function checkLibraries(
  gpus: FoundGpus,
  packages: readonly EnginePackage[],
  libraries: ReadonlyMap<string, string | null>,
): Check {
  const missingOf = (names: readonly string[]): string[] =>
    names.filter((name) => (libraries.get(name) ?? null) === null);
  const [without13, without12] = [missingOf(CUDA_13), missingOf(CUDA_12)];
  const hasExtension = packages.some(({ name, fits }) => fits && name.endsWith('-cuda-ext'));
  const cuda =
    without13.length === 0
      ? 'CUDA 13 complete'
      : without12.length === 0
        ? `CUDA 12 complete${hasExtension ? '' : ', but its engine package is not installed'}`
        : `CUDA 13 lacks ${listed(without13)}; CUDA 12 lacks ${listed(without12)}`;
  const rest = [VULKAN, CUDNN].map((name) => `${name} ${missingOf([name]).length === 0 ? 'found' : 'not found'}`);
  const found = [cuda, ...rest].join('; ');
  const data = { libraries: Object.fromEntries(libraries) };
  const usable = without13.length === 0 || (without12.length === 0 && hasExtension);
  if ((gpus.nvidia?.length ?? 0) > 0 && !usable) {
    const fix = without13.includes('libcuda.so.1')
      ? 'install the NVIDIA driver (it brings libcuda.so.1)'
      : 'sudo apt-get install cuda-cudart-13-0 libcublas-13-0, or add their folder to LD_LIBRARY_PATH';
    return { id: 'gpu libraries', status: 'warning', found, fix, data };
  }
  if (gpus.renderNodes.length > 0 && !usable && missingOf([VULKAN]).length > 0) {
    return { id: 'gpu libraries', status: 'warning', found, fix: 'sudo apt-get install libvulkan1', data };
  }
  return note('gpu libraries', found, null, data);
}

export interface ProbedEngine {
  /** The processor first; `auto` where it was tried. */
  probes: readonly BackendProbe[];
  /** Libraries that are not there, by device. */
  lacks: Readonly<Partial<Record<string, readonly string[]>>>;
  gpuThere: boolean;
}

/** What the engine did on each device, and what `gpu: auto` comes to. */
export function describeProbes({ probes, lacks, gpuThere }: ProbedEngine): Check[] {
  const checks = probes
    .filter(({ gpu }) => gpu !== 'auto')
    .map((probe): Check => {
      const { gpu, device, engine, loadMs, reason } = probe;
      const id = `engine on ${gpu === false ? 'cpu' : gpu}`;
      if (device !== null) {
        const where = gpu === false ? '' : `${device.name}, `;
        return ok(
          id,
          `${where}${engine ?? ''}, starts and loads the embedded model in ${Math.round(loadMs ?? 0)} ms`,
          probe,
        );
      }
      const missing = lacks[String(gpu)] ?? [];
      const found = `${reason ?? 'it does not start'}${missing.length === 0 ? '' : `; missing: ${listed(missing)}`}`;
      if (gpu === false) return { id, status: 'problem', found, fix: 'npm ci, then npm run build', data: probe };
      if (!gpuThere) return note(id, found, null, probe);
      return { id, status: 'warning', found, fix: 'see gpu libraries above, and the driver of the GPU', data: probe };
    });
  const accelerated = probes.filter(({ gpu }) => gpu !== false && gpu !== 'auto');
  const used = probes.find(({ gpu }) => gpu === 'auto') ?? probes.find(({ gpu }) => gpu === false);
  const device = used?.device ?? null;
  const refused = accelerated.filter((probe) => probe.device === null).map(({ gpu }) => String(gpu));
  const why =
    device !== null && device.kind !== 'cpu'
      ? 'the engine takes CUDA before Vulkan before the processor'
      : accelerated.length === 0
        ? 'no engine package for a GPU is installed'
        : `${listed(refused)} cannot be used${gpuThere ? '' : ', and there is no GPU'}`;
  const chosen = device === null ? 'nothing' : `${device.kind} (${device.name})`;
  return [...checks, note('gpu: auto', `the engine would use ${chosen}: ${why}`, null, { used: device, refused })];
}
