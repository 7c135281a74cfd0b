import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { usageError } from '../../core/errors.ts';
import { Refused } from './refusal.ts';

/** Larger files are no invoices; reading them could exhaust memory. */
const MOST_BYTES = 64 * 2 ** 20;

/** Every file below the folder, relative to it, with `/`, in code-unit order. Throws `IMPORT_FOLDER` when there is no such folder. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(
    (cause: NodeJS.ErrnoException) => {
      throw usageError(
        'IMPORT_FOLDER',
        `${folder} cannot be read as a folder (${cause.code})`,
        'name the folder to import',
      );
    },
  );
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** The bytes of a file of the source. Refuses what cannot be read and what is larger than 64 MiB. */
export async function loadSourceFile(folder: string, file: string): Promise<Buffer> {
  const path = join(folder, file);
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw new Refused(`has ${size} bytes; at most ${MOST_BYTES} are read`);
    return await readFile(path);
  } catch (thrown) {
    if (thrown instanceof Refused) throw thrown;
    throw new Refused(`cannot be read (${(thrown as NodeJS.ErrnoException).code})`);
  }
}

/** `scans/Invoice 7.pdf` gives `scans-Invoice-7`: a document id, unique among those made by the same function. */
export function makeIdMaker(): (file: string) => string {
  const taken = new Set<string>();
  return (file) => {
    const stem = file.replace(/\.[^./]*$/, '').replace(/[^A-Za-z0-9_.-]+/g, '-');
    const base = /^[.-]*$/.test(stem) ? 'document' : stem;
    let id = base;
    for (let number = 2; taken.has(id.toLowerCase()); number += 1) id = `${base}-${number}`;
    // Two ids that differ only in case would be one file on many disks.
    taken.add(id.toLowerCase());
    return id;
  };
}
