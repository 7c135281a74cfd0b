import { rmSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { environmentError } from '../../core/errors.ts';
import { isProcessAlive } from '../is-process-alive.ts';

/**
 * Lets `write` fill a temporary file beside `target`; when it returns, the file is forced to the disk and takes the target's place in one
 * step. When it throws, or the process ends, nothing is left, and an older target stays as it was. Leftovers of killed processes go, too.
 * @throws AssayError FOLDER_NOT_WRITABLE, and whatever `write` throws.
 */
export async function withWholeFile<T>(target: string, write: (temporary: string) => Promise<T>): Promise<T> {
  const folder = dirname(target);
  try {
    await mkdir(folder, { recursive: true });
    await removeLeftovers(folder, basename(target));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw environmentError(
      'FOLDER_NOT_WRITABLE',
      `${folder}: cannot be written: ${reason}`,
      'Name a writable folder',
      cause,
    );
  }
  const temporary = join(folder, `.${basename(target)}.${process.pid}-${Date.now()}.tmp`);
  const removeAtExit = (): void => {
    rmSync(temporary, { force: true });
  };
  process.once('exit', removeAtExit);
  try {
    const result = await write(temporary);
    await flush(temporary);
    await rename(temporary, target);
    await flush(folder);
    return result;
  } finally {
    process.removeListener('exit', removeAtExit);
    await rm(temporary, { force: true });
  }
}

async function removeLeftovers(folder: string, name: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(`.${name}.`)) continue;
    const pid = /^(\d+)-\d+\.tmp$/.exec(entry.slice(name.length + 2))?.[1];
    if (pid !== undefined && !isProcessAlive(Number(pid))) await rm(join(folder, entry), { force: true });
  }
}

/** Forces a file or folder to the disk; systems that cannot do so for a folder are left alone. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined);
  try {
    await handle?.sync();
  } catch {
    // Windows refuses to sync what is open for reading; the rename still keeps the target whole.
  } finally {
    await handle?.close();
  }
}
