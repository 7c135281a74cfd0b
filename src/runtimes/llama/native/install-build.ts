import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentError } from '../../../core/errors.ts';
import { makeFolder } from '../../../core/make-folder.ts';
import { ENGINE_VERSION } from '../engine-internals.ts';
import {
  ADDON_FILE,
  BUILD_FILE,
  type NativeBuild,
  type NativeDevice,
  processorName,
  UNFINISHED,
} from './engine-choice.ts';
import type { BuildTools } from './find-build-tools.ts';

/** Source folder, objects and options of a build: what a tool of the same build needs too. */
export interface ConfiguredBuild {
  tools: BuildTools;
  objects: string;
  options: string[];
  release: string;
}

/** Puts the binaries of a compiled build into the cache, in the place of an earlier build for the same device. */
export async function installBuild(
  { objects, options, release, tools }: ConfiguredBuild,
  { device, folder, seconds }: { device: NativeDevice; folder: string; seconds: number },
): Promise<NativeBuild> {
  const target = join(folder, 'native', device);
  const fresh = `${target}${UNFINISHED}`;
  const found = (await readdir(objects, { recursive: true, withFileTypes: true }))
    .filter(
      (entry) =>
        entry.isFile() && /^(llama-addon\.node|lib(ggml|llama)[\w.-]*\.(so|dylib)|.*\.metallib)$/.test(entry.name),
    )
    .filter(({ name }) => !name.includes('-impl.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (!found.some(({ name }) => name === ADDON_FILE)) {
    const message = `the build ended without ${ADDON_FILE} below ${objects}`;
    throw environmentError('ENGINE_BUILD', message, 'Run: assay clean engine, then build again');
  }
  await rm(fresh, { recursive: true, force: true });
  await makeFolder(fresh);
  const hash = createHash('sha256');
  let bytes = 0;
  for (const { parentPath, name } of found) {
    const content = await readFile(join(parentPath, name));
    hash.update(name).update(content);
    bytes += content.length;
    await writeFile(join(fresh, name), content);
  }
  const build: Omit<NativeBuild, 'folder'> = {
    device,
    id: hash.digest('hex').slice(0, 12),
    release,
    packageVersion: ENGINE_VERSION,
    options,
    compiler: await readCompiler(objects, tools),
    processor: processorName(),
    seconds: Math.round(seconds),
    builtAt: new Date().toISOString(),
    bytes,
  };
  await writeFile(join(fresh, BUILD_FILE), `${JSON.stringify(build, null, 2)}\n`);
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
  return { ...build, folder: target };
}

async function readCompiler(objects: string, tools: BuildTools): Promise<string> {
  for (const entry of await readdir(join(objects, 'CMakeFiles')).catch(() => [])) {
    const text = await readFile(join(objects, 'CMakeFiles', entry, 'CMakeCXXCompiler.cmake'), 'utf8').catch(() => '');
    const [, id] = /CMAKE_CXX_COMPILER_ID "([^"]+)"/.exec(text) ?? [];
    const [, version] = /CMAKE_CXX_COMPILER_VERSION "([^"]+)"/.exec(text) ?? [];
    if (id !== undefined) return `${id} ${version ?? ''}`.trim();
  }
  return tools.compiler;
}
