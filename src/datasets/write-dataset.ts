import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { environmentError, usageError } from '../core/errors.ts';
import type { Dataset } from './dataset.ts';

export interface WrittenDataset {
  folder: string;
  documents: number;
  /** SHA-256 of `ground-truth.jsonl`. */
  truthSha256: string;
}

/**
 * Writes a dataset folder, one document at a time. It is made beside its place and moved there when complete, so a
 * folder of that name is always whole. Refuses a folder that is not empty.
 */
export async function writeDataset(
  dataset: Dataset,
  ids: readonly string[],
  folder: string,
  onDocument?: () => void,
): Promise<WrittenDataset> {
  const present = await readdir(folder).catch(() => []);
  if (present.length > 0)
    throw usageError(
      'OUT_NOT_EMPTY',
      `${folder} is not empty (${present.length} entries)`,
      'name a new folder with --out',
    );
  const partial = `${folder}.partial-${process.pid}`;
  try {
    await mkdir(join(partial, 'documents'), { recursive: true });
    const truthSha256 = await writeDocuments(dataset, ids, partial, onDocument);
    const description = { name: dataset.name, split: dataset.split, documents: ids.length, truthSha256 };
    await writeFile(join(partial, 'dataset.yaml'), stringify(description));
    await mkdir(dirname(folder), { recursive: true });
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return { folder, documents: ids.length, truthSha256 };
  } catch (cause) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw cause;
    throw environmentError(
      'OUT_UNWRITABLE',
      `${folder} cannot be written (${code})`,
      'name a folder that you may write, with enough space',
      cause,
    );
  }
}

async function writeDocuments(
  dataset: Dataset,
  ids: readonly string[],
  folder: string,
  onDocument?: () => void,
): Promise<string> {
  const hash = createHash('sha256');
  const truths = await open(join(folder, 'ground-truth.jsonl'), 'w');
  try {
    for (const id of ids) {
      const { text, truth } = await dataset.load(id);
      const line = `${JSON.stringify(truth)}\n`;
      hash.update(line);
      await Promise.all([truths.write(line), writeFile(join(folder, 'documents', `${id}.txt`), text)]);
      onDocument?.();
    }
    await truths.sync();
  } finally {
    await truths.close();
  }
  return hash.digest('hex');
}

/** One JSON object per document, truth and text together: the form that the training recipe reads. */
export async function* renderDatasetLines(dataset: Dataset, ids: readonly string[]): AsyncGenerator<string> {
  for (const id of ids) {
    const { text, truth } = await dataset.load(id);
    yield `${JSON.stringify({ ...truth, text })}\n`;
  }
}
