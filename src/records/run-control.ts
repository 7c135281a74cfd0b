import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_FILES, writeWhole } from './run-folder.ts';

/** What somebody outside may ask of the process that writes a run. */
export const RUN_REQUESTS = ['pause', 'cancel'] as const;
export type RunRequest = (typeof RUN_REQUESTS)[number];

/** What is asked of a run; `null` when nothing is: it goes on. */
export async function readRunRequest(folder: string): Promise<RunRequest | null> {
  const text = await readFile(join(folder, RUN_FILES.control), 'utf8').catch(() => '');
  return RUN_REQUESTS.find((request) => request === text.trim()) ?? null;
}

/** Asks a run to pause or to end; `null` lets it go on. It answers within half a second, between two batches. */
export async function writeRunRequest(folder: string, request: RunRequest | null): Promise<void> {
  const path = join(folder, RUN_FILES.control);
  if (request === null) await rm(path, { force: true });
  else await writeWhole(path, `${request}\n`);
}
