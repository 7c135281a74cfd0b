import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentError, usageError } from '../core/errors.ts';
import { makeFolder } from '../core/make-folder.ts';

/** The files of a run. `records.jsonl` is the truth; everything but it and the manifest can be rebuilt. */
export const RUN_FILES = {
  manifest: 'manifest.json',
  records: 'records.jsonl',
  events: 'events.jsonl',
  summary: 'summary.json',
  flips: 'flips.json',
  summaryKey: 'summary-key.json',
  axes: 'axes.json',
  report: 'report.html',
  lock: 'lock',
  control: 'control',
} as const;

/** Makes a folder for runs if need be, and tries to write into it. Errors: exit 3 when it cannot be written. */
export async function makeRunFolder(folder: string): Promise<void> {
  await makeFolder(folder);
  try {
    const probe = join(folder, `.probe-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw environmentError(
      'RUN_FOLDER',
      `${folder} cannot be written (${code ?? String(cause)})`,
      'choose a folder that you may write with --results',
      cause,
    );
  }
}

/**
 * Replaces a file as a whole: readers see the old content or the new one, never a part, and nothing stays beside it.
 * Errors: exit 3 naming the file when the disk is full or refuses.
 */
export async function writeWhole(path: string, content: string): Promise<void> {
  const temporary = `${path}.new-${process.pid}`;
  try {
    await writeFile(temporary, content, { flush: true });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    const { code } = cause as NodeJS.ErrnoException;
    const hint = 'free disk space, then run the same command again: it resumes';
    throw environmentError('RUN_FILE_WRITE', `${path} cannot be written (${code ?? String(cause)})`, hint, cause);
  }
}

/** The JSON of a file, or `undefined` when there is none. Errors: exit 3 for a file that is not JSON. */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw environmentError('RUN_FILE_BROKEN', `${path} is not JSON`, 'delete the run folder and run again', cause);
  }
}

/** Holds a run for this process. A lock whose process is gone is taken over. */
export async function lockRun(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, RUN_FILES.lock);
  const take = async (): Promise<boolean> => {
    try {
      await writeFile(path, `${process.pid}\n${await processStart(process.pid)}\n`, { flag: 'wx' });
      return true;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw environmentError(
        'RUN_LOCK',
        `${path} cannot be written`,
        'choose a folder that you may write with --results',
        cause,
      );
    }
  };
  if (!(await take())) {
    const holder = await findHolder(folder);
    if (holder !== null) {
      throw usageError(
        'RUN_LOCKED',
        `${folder} is being written by process ${holder}`,
        'wait for that run to end, or stop it',
      );
    }
    await rm(path, { force: true });
    if (!(await take()))
      throw usageError('RUN_LOCKED', `${folder} was taken by another process just now`, 'run the command again');
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

/** Id of the living process that writes a run; `null` when there is none. */
export async function findHolder(folder: string): Promise<number | null> {
  const text = await readFile(join(folder, RUN_FILES.lock), 'utf8').catch(() => '');
  const [pid = '', started = ''] = text.split('\n');
  return (await isAlive(Number(pid), started)) ? Number(pid) : null;
}

async function isAlive(pid: number, started: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
  // Process ids are used again: the same id with another start time is another process.
  const now = await processStart(pid);
  return started === '' || now === '' || now === started;
}

/** When a process started, in the kernel's own units; empty where the kernel does not say. */
async function processStart(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
