import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentError } from '../../../core/errors.ts';
import { makeFolder } from '../../../core/make-folder.ts';
import { cacheFolder } from '../../../models/shelf/cache-folder.ts';
import type { LoadRequest } from '../../runtime.ts';
import { ENGINE_VERSION } from '../engine-internals.ts';

/** Which binary of llama.cpp runs: the one that the npm package ships, or one that was compiled on this machine. */
export type EngineUse = 'prebuilt' | 'native';

export type NativeDevice = 'cpu' | 'cuda' | 'vulkan' | 'metal';

/** One finished native build, as its `build.json` says. */
export interface NativeBuild {
  device: NativeDevice;
  /** First 12 hex digits of the SHA-256 over its binaries: part of a run's identity. */
  id: string;
  /** Release of llama.cpp, and of the npm package that its source came with. */
  release: string;
  packageVersion: string;
  /** Options of CMake that were set, e.g. `GGML_NATIVE=ON`. */
  options: string[];
  compiler: string;
  /** Processor that it was made for: elsewhere it may end in an illegal instruction. */
  processor: string;
  seconds: number;
  builtAt: string;
  /** Bytes of the binaries. */
  bytes: number;
  /** Absolute folder of the binaries; not in the file. */
  folder: string;
}

export const BUILD_FILE = 'build.json';
export const ADDON_FILE = 'llama-addon.node';
/** Ends the name of a folder whose build is still being put together. */
export const UNFINISHED = '.new';

/** Folder of everything that the native engine keeps: `engine` in the cache. It survives a new installation of packages. */
export function engineFolder(cache: string = cacheFolder()): string {
  return join(cache, 'engine');
}

/** What runs when nothing else is asked for: `ASSAY_ENGINE` where set, else the choice of `assay engine use`, else prebuilt. */
export function readEngineUse(
  folder: string = engineFolder(),
  env: Readonly<Record<string, string | undefined>> = process.env,
): EngineUse {
  const asked = env.ASSAY_ENGINE;
  if (asked === 'prebuilt' || asked === 'native') return asked;
  if (asked !== undefined && asked !== '') {
    const message = `ASSAY_ENGINE is "${asked}"; allowed: prebuilt, native`;
    throw environmentError('ENGINE_USE', message, 'unset ASSAY_ENGINE, or set it to one of them');
  }
  try {
    const { use } = JSON.parse(readFileSync(join(folder, 'choice.json'), 'utf8')) as { use?: unknown };
    return use === 'native' ? 'native' : 'prebuilt';
  } catch {
    return 'prebuilt';
  }
}

/** Keeps the choice for all later commands. */
export async function writeEngineUse(use: EngineUse, folder: string = engineFolder()): Promise<void> {
  await makeFolder(folder);
  const path = join(folder, 'choice.json');
  await writeFile(`${path}.new`, `${JSON.stringify({ use })}\n`);
  await rename(`${path}.new`, path);
}

/** The finished native builds in the cache, whatever they were made for; one that was not put in its place, or without a whole `build.json`, is none. */
export function listNativeBuilds(folder: string = engineFolder()): NativeBuild[] {
  const root = join(folder, 'native');
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => !name.endsWith(UNFINISHED))
    .sort()
    .flatMap((name) => {
      const path = join(root, name);
      try {
        const build = JSON.parse(readFileSync(join(path, BUILD_FILE), 'utf8')) as NativeBuild;
        return existsSync(join(path, ADDON_FILE)) && typeof build.id === 'string' ? [{ ...build, folder: path }] : [];
      } catch {
        return [];
      }
    });
}

/** Why a build cannot be used here; `null` when it can. */
export function refuseBuild(build: NativeBuild, processor: string = processorName()): string | null {
  if (build.packageVersion !== ENGINE_VERSION)
    return `it was made for node-llama-cpp ${build.packageVersion}, and ${ENGINE_VERSION} is installed`;
  if (build.processor !== processor) return `it was made for ${build.processor}, and this is ${processor}`;
  return null;
}

/**
 * The native builds that may run here.
 * @throws AssayError ENGINE_NATIVE (exit 3) when there is none, with the reason.
 */
export function requireNativeBuilds(folder: string = engineFolder()): NativeBuild[] {
  const builds = listNativeBuilds(folder);
  const usable = builds.filter((build) => refuseBuild(build) === null);
  if (usable.length > 0) return usable;
  const why = builds.map((build) => `${build.device}: ${refuseBuild(build) ?? ''}`).join('; ');
  throw environmentError(
    'ENGINE_NATIVE',
    `the native engine is chosen, and ${why === '' ? 'none is built' : `none of its builds can be used (${why})`}`,
    'Run: assay engine build, or go back with: assay engine use prebuilt',
  );
}

/** Where a model will run, and where builds are kept. */
export interface BuildQuestion {
  gpu: LoadRequest['gpu'];
  folder?: string;
}

/** The native build that serves a device: for `auto` one for a GPU; `null` where only a prebuilt binary could. */
export function chooseNativeBuild(
  gpu: LoadRequest['gpu'],
  builds: readonly NativeBuild[] = requireNativeBuilds(),
): NativeBuild | null {
  const wanted = gpu === 'auto' ? ['cuda', 'metal', 'vulkan'] : [gpu === false ? 'cpu' : gpu];
  return builds.find(({ device }) => wanted.includes(device)) ?? null;
}

/** Library, release and every build that may run here, for people. Nothing is loaded. Errors: as `requireNativeBuilds`. */
export function describeEngineVersion(use: EngineUse, folder: string = engineFolder()): string {
  const version = `node-llama-cpp ${ENGINE_VERSION}`;
  if (use === 'prebuilt') return version;
  return `${version}, native ${requireNativeBuilds(folder)
    .map(({ id }) => id)
    .join('+')}`;
}

/**
 * Library, release and the build that a device really loads, as a run's identity needs them: builds for other devices change nothing. With
 * `auto` and no build for a GPU, the processor's build is named, which runs where there is no GPU. Nothing is loaded.
 * Errors: as `requireNativeBuilds`.
 */
export function engineVersionOn(use: EngineUse, { gpu, folder }: BuildQuestion): string {
  const version = `node-llama-cpp ${ENGINE_VERSION}`;
  if (use === 'prebuilt') return version;
  const builds = requireNativeBuilds(folder);
  const build = chooseNativeBuild(gpu, builds) ?? (gpu === 'auto' ? chooseNativeBuild(false, builds) : null);
  return build === null ? version : `${version}, native ${build.id}`;
}

/** What must be said where the native engine is chosen and the device has no build: the prebuilt binary runs. `null` otherwise. */
export function missingBuild(use: EngineUse, { gpu, folder }: BuildQuestion): string | null {
  if (use === 'prebuilt') return null;
  const builds = requireNativeBuilds(folder);
  if (chooseNativeBuild(gpu, builds) !== null) return null;
  const built = [...new Set(builds.map(({ device }) => device))].join(', ');
  const device = gpu === false ? 'cpu' : gpu;
  if (gpu === 'auto' && chooseNativeBuild(false, builds) !== null) return null;
  return `the native engine is chosen and built for ${built} only: on ${device} the prebuilt one runs (assay engine build --for ${device === 'auto' ? 'cpu' : device})`;
}

export function processorName(): string {
  return cpus()[0]?.model.trim() ?? 'unknown';
}

/** Folder of the installed package `node-llama-cpp`. */
export function enginePackageFolder(): string {
  return join(dirname(fileURLToPath(import.meta.resolve('node-llama-cpp'))), '..');
}
