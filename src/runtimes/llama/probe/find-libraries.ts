import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** Folders where drivers and toolkits put their libraries on Linux, beside those that the linker knows. */
const USUAL_FOLDERS = [
  '/usr/local/cuda/lib64',
  '/opt/cuda/lib64',
  '/usr/lib/wsl/lib',
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib64',
];

/**
 * Where the dynamic linker would find shared libraries, by name (e.g. `libcudart.so.13`); `null` for one that is not there. Searches
 * LD_LIBRARY_PATH, the linker's cache and the usual folders.
 */
export async function findLibraries(
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Map<string, string | null>> {
  const folders = [...(env.LD_LIBRARY_PATH ?? '').split(delimiter).filter((folder) => folder !== ''), ...USUAL_FOLDERS];
  const contents = await Promise.all(
    folders.map(async (folder) => ({ folder, files: new Set<string>(await readdir(folder).catch(() => [])) })),
  );
  const cached = await loadLinkerCache();
  return new Map(
    names.map((name) => {
      const holder = contents.find(({ files }) => files.has(name));
      return [name, holder === undefined ? (cached.get(name) ?? null) : join(holder.folder, name)];
    }),
  );
}

/** Name to path of the libraries in the linker's cache; empty where there is no `ldconfig`. */
async function loadLinkerCache(): Promise<Map<string, string>> {
  for (const command of ['ldconfig', '/sbin/ldconfig']) {
    try {
      const { stdout } = await promisify(execFile)(command, ['-p'], { maxBuffer: 1 << 24 });
      return parseLinkerCache(stdout);
    } catch {
      // Another place, or no such program on this system.
    }
  }
  return new Map();
}

/** Lines like `libfoo.so.1 (libc6,x86-64) => /usr/lib/libfoo.so.1`; the first of a name wins, as for the linker. */
export function parseLinkerCache(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, path] = /^\s+(\S+) \(.*\) => (\S+)$/.exec(line) ?? [];
    if (name !== undefined && path !== undefined && !found.has(name)) found.set(name, path);
  }
  return found;
}
