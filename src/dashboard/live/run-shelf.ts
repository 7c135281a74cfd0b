import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { usageError } from '../../core/errors.ts';
import { hintNearest } from '../../core/nearest.ts';
import type { RunSummary } from '../../compare/run-summary.ts';
import { listRunIds } from '../../records/find-run.ts';
import type { Manifest } from '../../records/manifest.ts';
import { readJsonFile, RUN_FILES } from '../../records/run-folder.ts';
import { openRunFolder } from '../../records/run-source.ts';
import { JournalIndex } from './journal-index.ts';

/** Whole files that are kept as long as they do not change on the disk. */
interface Kept<T> {
  stamp: string;
  value: T;
}

/** The runs of one results folder: their manifests, summaries and journals, each read again only when it has changed. */
export class RunShelf {
  readonly results: string;
  private readonly indexes = new Map<string, Kept<JournalIndex>>();
  private readonly manifests = new Map<string, Kept<Manifest>>();
  private readonly summaries = new Map<string, Kept<RunSummary | null>>();

  constructor(results: string) {
    this.results = results;
  }

  list(): Promise<string[]> {
    return listRunIds(this.results);
  }

  /** The folder of a run. Only names of runs that are there are known, so that no path can lead out of the results folder. */
  async folderOf(id: string): Promise<string> {
    // A name that a folder listing can hold has no separators: the cheap way when it is there.
    if (/^[\w.+-]+$/.test(id) && !/^\.+$/.test(id)) {
      const folder = join(this.results, id);
      const found = await stat(join(folder, RUN_FILES.manifest)).catch(() => undefined);
      if (found !== undefined) return folder;
    }
    const ids = await this.list();
    if (ids.includes(id)) return join(this.results, id);
    throw usageError('RUN_UNKNOWN', `there is no run "${id}"`, hintNearest(id, ids, 'choose one of the list of runs'));
  }

  async manifest(id: string): Promise<Manifest> {
    const folder = await this.folderOf(id);
    const stamp = await stampOf(join(folder, RUN_FILES.manifest));
    const kept = this.manifests.get(id);
    if (kept?.stamp === stamp) return kept.value;
    const { manifest } = await openRunFolder(folder);
    this.manifests.set(id, { stamp, value: manifest });
    return manifest;
  }

  /** `null` while a run has none. */
  async summary(id: string): Promise<RunSummary | null> {
    const folder = await this.folderOf(id);
    const path = join(folder, RUN_FILES.summary);
    const stamp = await stampOf(path);
    const kept = this.summaries.get(id);
    if (kept?.stamp === stamp) return kept.value;
    const found = (await readJsonFile(path)) as RunSummary | undefined;
    // The folder may have been moved since.
    const value = found === undefined ? null : { ...found, runFolder: folder };
    this.summaries.set(id, { stamp, value });
    return value;
  }

  /** The journal of a run, up to date. */
  async index(id: string): Promise<JournalIndex> {
    const manifest = await this.manifest(id);
    const kept = this.indexes.get(id);
    const stamp = this.manifests.get(id)?.stamp ?? '';
    const index = kept?.stamp === stamp ? kept.value : new JournalIndex(join(this.results, id), manifest);
    this.indexes.set(id, { stamp, value: index });
    await index.update();
    return index;
  }
}

async function stampOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeMs}`;
}
