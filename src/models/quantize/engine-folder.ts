import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentError } from '../../core/errors.ts';

/** The native libraries that node-llama-cpp brought for this machine. */
export interface EngineFolder {
  folder: string;
  /** Absolute paths; names carry versions and differ by system. */
  libraries: { base: string; ggml: string; llama: string };
  /** Version of the npm package. */
  packageVersion: string;
  /** Release of llama.cpp that the libraries were built from. */
  release: string;
  /** Whether they were built for the processor alone. */
  forProcessor: boolean;
}

const libraryNames = {
  base: /^(lib)?ggml-base(\.[\w.]+)?\.(so|dylib|dll)$/,
  ggml: /^(lib)?ggml(\.[\w.]+)?\.(so|dylib|dll)$/,
  llama: /^(lib)?llama(\.[\w.]+)?\.(so|dylib|dll)$/,
};

/**
 * Finds the libraries of the platform package that is installed; one for the CPU alone is preferred, since quantizing needs no GPU.
 * @throws AssayError ENGINE_MISSING with the packages that were tried.
 */
export function findEngineFolder(): EngineFolder {
  const packageFolder = join(dirname(fileURLToPath(import.meta.resolve('node-llama-cpp'))), '..');
  const manifest = loadObject(join(packageFolder, 'package.json'));
  const system = process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'win' : process.platform;
  const prefix = `@node-llama-cpp/${system}-${process.arch === 'arm' ? 'armv7l' : process.arch}`;
  const candidates = Object.keys(objectAt(manifest, 'optionalDependencies'))
    .filter((name) => name === prefix || name.startsWith(`${prefix}-`))
    .sort((a, b) => a.length - b.length);
  for (const name of candidates) {
    const found = findInPackage(name, packageFolder);
    if (found !== undefined) return { ...found, packageVersion: String(manifest.version) };
  }
  throw environmentError(
    'ENGINE_MISSING',
    `no llama.cpp libraries for ${process.platform} ${process.arch}; looked for ${candidates.join(', ') || prefix}`,
    'Run npm ci again with optional packages enabled',
  );
}

function findInPackage(name: string, fromFolder: string): Omit<EngineFolder, 'packageVersion'> | undefined {
  let bins: string;
  try {
    bins = join(dirname(createRequire(join(fromFolder, 'package.json')).resolve(name)), '..', 'bins');
  } catch {
    return undefined;
  }
  for (const entry of readdirSync(bins).sort()) {
    const folder = join(bins, entry);
    if (!statSync(folder).isDirectory()) continue;
    const files = readdirSync(folder);
    const [base, ggml, llama] = [libraryNames.base, libraryNames.ggml, libraryNames.llama].map((pattern) =>
      files.find((file) => pattern.test(file)),
    );
    if (base === undefined || ggml === undefined || llama === undefined) continue;
    const libraries = { base: folder + sep + base, ggml: folder + sep + ggml, llama: folder + sep + llama };
    return { folder, libraries, ...buildOf(folder) };
  }
  return undefined;
}

function buildOf(folder: string): Pick<EngineFolder, 'release' | 'forProcessor'> {
  try {
    const options = objectAt(loadObject(join(folder, '_nlcBuildMetadata.json')), 'buildOptions');
    return { release: String(objectAt(options, 'llamaCpp').release), forProcessor: options.gpu === false };
  } catch {
    return { release: 'unknown', forProcessor: false };
  }
}

function loadObject(path: string): Record<string, unknown> {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return objectAt({ content }, 'content');
}

function objectAt(parent: Record<string, unknown>, key: string): Record<string, unknown> {
  const value = parent[key];
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
