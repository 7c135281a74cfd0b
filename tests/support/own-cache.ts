import { join } from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';
import { callAssay } from './call-assay.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** A folder of the test file's own, with a cache in it; `assay` runs commands there. Cleared away after the file's tests. */
export function openOwnCache(variables: Record<string, string> = {}) {
  const folder = makeTemporaryFolder();
  beforeAll(() => {
    vi.stubEnv('ASSAY_CACHE', join(folder.path, 'cache'));
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    folder.remove();
  });
  return { folder, assay: (...args: string[]) => callAssay(folder.path, ...args) };
}
