import { createHash } from 'node:crypto';
import { open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { environmentError, usageError } from '../core/errors.ts';
import { makeFolder } from '../core/make-folder.ts';
import type { DatasetDocument } from './dataset.ts';

export interface WrittenDataset {
  folder: string;
  documents: number;
  /** SHA-256 of `ground-truth.jsonl`. */
  truthSha256: string;
}

export interface DatasetFolderContent {
  folder: string;
  documents: AsyncIterable<DatasetDocument>;
  /** What `dataset.yaml` says beside counts and digest. Asked when all documents are written; what it throws leaves no folder. */
  describe: () => object;
  onDocument?: (() => void) | undefined;
}

/**
 * Writes a dataset folder as the documents come. It is made beside its place and moved there when complete, so a folder
 * of that name is always whole. Throws `OUT_NOT_EMPTY` (exit 2) for a folder that holds something, `OUT_UNWRITABLE`
 * or `FOLDER_NOT_WRITABLE` (exit 3) where the system refuses, and whatever `documents` and `describe` throw.
 */
export async function writeDatasetFolder(content: DatasetFolderContent): Promise<WrittenDataset> {
  const { folder, describe } = content;
  const present = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    // A file of that name stays: only an empty folder is replaced.
    throw environmentError(
      'OUT_UNWRITABLE',
      `${folder} is no folder (${cause.code})`,
      'name a new folder with --out',
      cause,
    );
  });
  if (present.length > 0)
    throw usageError(
      'OUT_NOT_EMPTY',
      `${folder} is not empty (${present.length} entries)`,
      'name a new folder with --out',
    );
  const partial = `${folder}.partial-${process.pid}`;
  try {
    await makeFolder(join(partial, 'documents'));
    const { documents, truthSha256 } = await writeDocuments(content, partial);
    const description = { ...describe(), documents, truthSha256 };
    await writeFile(join(partial, 'dataset.yaml'), stringify(description));
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return { folder, documents, truthSha256 };
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
  { documents, onDocument }: DatasetFolderContent,
  folder: string,
): Promise<{ documents: number; truthSha256: string }> {
  const hash = createHash('sha256');
  const truths = await open(join(folder, 'ground-truth.jsonl'), 'w');
  let count = 0;
  try {
    for await (const { id, text, truth, files = [] } of documents) {
      const line = `${JSON.stringify(truth)}\n`;
      hash.update(line);
      const rendering = (extension: string): string => join(folder, 'documents', `${id}.${extension}`);
      await Promise.all([
        truths.write(line),
        writeFile(rendering('txt'), text),
        ...files.map(({ extension, content }) => writeFile(rendering(extension), content)),
      ]);
      count += 1;
      onDocument?.();
    }
    await truths.sync();
  } finally {
    await truths.close();
  }
  return { documents: count, truthSha256: hash.digest('hex') };
}
