import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of a file or of everything in a folder, and its latest write. Links are not followed. What vanishes meanwhile counts nothing. */
export async function measureFolder(path: string): Promise<{ bytes: number; modifiedMs: number }> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return { bytes: 0, modifiedMs: 0 };
  if (!found.isDirectory()) return { bytes: found.size, modifiedMs: found.mtimeMs };
  const total = { bytes: 0, modifiedMs: found.mtimeMs };
  const names: string[] = await readdir(path).catch(() => []);
  for (const name of names) {
    const part = await measureFolder(join(path, name));
    total.bytes += part.bytes;
    total.modifiedMs = Math.max(total.modifiedMs, part.modifiedMs);
  }
  return total;
}
