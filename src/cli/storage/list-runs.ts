import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSummary } from '../../compare/run-summary.ts';
import type { Manifest } from '../../records/manifest.ts';
import { readJsonFile, RUN_FILES } from '../../records/run-folder.ts';
import { measureFolder } from './measure-folder.ts';
import type { StoredItem } from './stored-item.ts';

/** The run folders under `results`, by name. A folder without manifest and journal is no run and is left alone. */
export async function listRuns(results: string): Promise<StoredItem[]> {
  const names: string[] = await readdir(results).catch(() => []);
  const runs: StoredItem[] = [];
  for (const name of names.sort()) {
    const path = join(results, name);
    const isRun = existsSync(join(path, RUN_FILES.manifest)) || existsSync(join(path, RUN_FILES.records));
    if (!isRun) continue;
    const [summary, manifest] = (await Promise.all([
      readJsonFile(join(path, RUN_FILES.summary)).catch(() => undefined),
      readJsonFile(join(path, RUN_FILES.manifest)).catch(() => undefined),
    ])) as [RunSummary | undefined, Manifest | undefined];
    const state = (await isLocked(path)) ? 'busy' : summary?.status === 'complete' ? 'free' : 'incomplete';
    const experiment = manifest?.spec.name ?? summary?.name ?? name;
    runs.push({ kind: 'run', name, path, ...(await measureFolder(path)), state, experiment });
  }
  return runs;
}

async function isLocked(path: string): Promise<boolean> {
  const lock = await readFile(join(path, RUN_FILES.lock), 'utf8').catch(() => undefined);
  const pid = Number(lock?.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
