import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { packageRoot } from '../package-root.ts';

/**
 * Where files that can be made again are kept: `ASSAY_CACHE` when set; else `.cache/assay` of the package when that is writable;
 * else `assay` in the user's cache folder (`XDG_CACHE_HOME`, or `~/.cache`). Absolute; not created.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env, root: string = packageRoot()): string {
  if (environment.ASSAY_CACHE) return resolve(environment.ASSAY_CACHE);
  if (isWritable(root)) return join(root, '.cache', 'assay');
  return join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'assay');
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
