import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { environmentError } from './errors.ts';

/**
 * Makes a folder and what is missing above it. Throws `FOLDER_NOT_WRITABLE` (exit 3) with the folder that could not be
 * made and the system's reason.
 */
export async function makeFolder(folder: string): Promise<void> {
  // Step by step and not with `recursive`: there Node never returns where the system answers "no such file" for a folder
  // whose parent exists, as in /proc.
  const missing: string[] = [];
  let path = resolve(folder);
  while (!(await exists(path)) && path !== dirname(path)) {
    missing.push(path);
    path = dirname(path);
  }
  if (!(await stat(path)).isDirectory()) throw notWritable(path, 'it is a file');
  for (const next of missing.reverse()) {
    await mkdir(next).catch((cause: NodeJS.ErrnoException) => {
      // Another process may have made it in the meantime.
      if (cause.code !== 'EEXIST') throw notWritable(next, `the system says ${cause.code}`, cause);
    });
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return false;
      throw notWritable(path, `the system says ${cause.code}`, cause);
    },
  );
}

function notWritable(path: string, reason: string, cause?: unknown): Error {
  return environmentError(
    'FOLDER_NOT_WRITABLE',
    `${path} cannot be a folder: ${reason}`,
    'name a writable folder',
    cause,
  );
}
