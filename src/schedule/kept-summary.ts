import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { contentKey, sha256File } from '../core/hash.ts';
import type { Flip, RunSummary } from '../compare/run-summary.ts';
import { readJsonFile, RUN_FILES, writeWhole } from '../records/run-folder.ts';
import { RESCORED_FILE } from '../records/run-source.ts';

/** What was reckoned of a run. */
export interface KeptSummary {
  summary: RunSummary;
  /** By candidate id. */
  flips: Record<string, Flip[]>;
}

/** Everything that a summary is made from, and the summary itself. */
const FILES = [
  RUN_FILES.manifest,
  RUN_FILES.records,
  RESCORED_FILE,
  RUN_FILES.events,
  RUN_FILES.axes,
  RUN_FILES.summary,
  RUN_FILES.flips,
] as const;

/** Folders of the code that makes a summary from records. */
const CODE = ['core', 'statistics', 'invoices', 'spec', 'scoring', 'plan', 'records', 'compare'] as const;

/** Writes summary and flips, and of which files and which code they are. Errors: exit 3 when the disk refuses. */
export async function keepSummary(folder: string, { summary, flips }: KeptSummary): Promise<void> {
  await writeWhole(join(folder, RUN_FILES.flips), JSON.stringify(flips));
  await writeWhole(join(folder, RUN_FILES.summary), `${JSON.stringify(summary, null, 2)}\n`);
  await writeWhole(join(folder, RUN_FILES.summaryKey), `${JSON.stringify({ key: await keyOf(folder) })}\n`);
}

/**
 * The summary that stands in the folder, where every byte of the journal, of what else it was made from, of itself and of
 * the code is as it was when it was written: making it anew would give the same. Otherwise `undefined`.
 */
export async function loadKeptSummary(folder: string): Promise<KeptSummary | undefined> {
  const kept = Object(await readIfJson(join(folder, RUN_FILES.summaryKey))) as { key?: unknown };
  if (kept.key === undefined || kept.key !== (await keyOf(folder))) return undefined;
  const summary = (await readJsonFile(join(folder, RUN_FILES.summary))) as RunSummary | undefined;
  const flips = (await readJsonFile(join(folder, RUN_FILES.flips))) as KeptSummary['flips'] | undefined;
  // The folder may have been moved since.
  return summary === undefined || flips === undefined
    ? undefined
    : { summary: { ...summary, runFolder: folder }, flips };
}

async function keyOf(folder: string): Promise<string> {
  const digests = await Promise.all(FILES.map((name) => sha256File(join(folder, name)).catch(() => 'none')));
  return contentKey({ files: digests, code: await codeDigest() });
}

function readIfJson(path: string): Promise<unknown> {
  return readJsonFile(path).catch(() => undefined);
}

let digestOfCode: Promise<string> | undefined;

/** SHA-256 of the code itself: a version alone would miss a change that somebody is working on. */
function codeDigest(): Promise<string> {
  digestOfCode ??= digestCode();
  return digestOfCode;
}

async function digestCode(): Promise<string> {
  const root = dirname(import.meta.dirname);
  const listed = await Promise.all(
    CODE.map(async (name) => (await readdir(join(root, name))).map((file) => join(root, name, file))),
  );
  const paths = listed.flat().filter((path) => ['.js', '.ts'].includes(extname(path)));
  const contents = await Promise.all(paths.toSorted().map((path) => readFile(path)));
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content).update('\0');
  return hash.digest('hex');
}
