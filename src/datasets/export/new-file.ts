import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { environmentError, usageError } from '../../core/errors.ts';
import { makeFolder } from '../../core/make-folder.ts';

type Write = (partial: string) => Promise<void>;

/**
 * Lets `write` fill a file beside its place and moves it there when complete. Throws `FILE_EXISTS` (exit 2) when there is
 * something of that name, and `OUT_UNWRITABLE` or `FOLDER_NOT_WRITABLE` (exit 3) where the system refuses.
 */
export async function writeNewFile(out: string, write: Write): Promise<void> {
  const present = await stat(out).catch(() => undefined);
  if (present !== undefined) throw usageError('FILE_EXISTS', `${out} exists already`, 'name a new file with --out');
  await writeBeside(out, write);
}

/** As {@link writeNewFile}, for a folder: it may exist, but must be empty (`OUT_NOT_EMPTY`, exit 2). */
export async function writeNewFolder(out: string, write: Write): Promise<void> {
  const entries = await readdir(out).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw unwritable(out, cause);
  });
  if (entries.length > 0) {
    throw usageError(
      'OUT_NOT_EMPTY',
      `${out} is not empty (${entries.length} entries)`,
      'name a new folder with --out',
    );
  }
  await writeBeside(out, async (partial) => {
    await mkdir(partial);
    await write(partial);
    await rm(out, { recursive: true, force: true });
  });
}

async function writeBeside(out: string, write: Write): Promise<void> {
  const partial = `${out}.partial-${process.pid}`;
  try {
    await makeFolder(dirname(out));
    await write(partial);
    await rename(partial, out);
  } catch (thrown) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    const cause = thrown as NodeJS.ErrnoException;
    throw /^E[A-Z]+$/.test(String(cause.code)) ? unwritable(out, cause) : thrown;
  }
}

function unwritable(out: string, cause: NodeJS.ErrnoException): Error {
  return environmentError('OUT_UNWRITABLE', `${out} cannot be written (${cause.code})`, 'name another --out', cause);
}
