import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { environmentError } from '../../core/errors.ts';
import { isProcessAlive } from '../is-process-alive.ts';

export interface LockOptions {
  /** How long to wait for another process before giving up. */
  waitMs?: number;
  /** A lock whose owner has not touched it for this long is taken over. */
  staleMs?: number;
  pollMs?: number;
}

/**
 * Runs `work` while this process alone holds the lock file at `path`. Waits for another holder; takes over from one that died. It keeps
 * two processes from doing the same work; correctness must not hang on it, so what `work` writes has to appear atomically.
 * @throws AssayError LOCK_TIMEOUT naming the holder, and whatever `work` throws.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const { staleMs = 60_000 } = options;
  await acquire(path, options);
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A lock that somebody removed cannot be touched any more: nothing to do about that here.
    utimes(path, now, now).catch(() => {});
  }, staleMs / 6);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(path, { force: true });
  }
}

async function acquire(
  path: string,
  { waitMs = 3_600_000, staleMs = 60_000, pollMs = 100 }: LockOptions,
): Promise<void> {
  const deadlineMs = performance.now() + waitMs;
  while (!(await create(path))) {
    if (await isStale(path, staleMs)) {
      await rm(path, { force: true });
      continue;
    }
    if (performance.now() > deadlineMs) {
      const holder = await readFile(path, 'utf8').catch(() => 'an unknown process');
      throw environmentError(
        'LOCK_TIMEOUT',
        `${path}: still held by ${holder.trim()} after ${waitMs} ms`,
        'Wait for that process, or end it',
      );
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function create(path: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(`process ${process.pid} on ${hostname()}\n`);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    const reason = error instanceof Error ? error.message : String(error);
    throw environmentError(
      'CACHE_NOT_WRITABLE',
      `${dirname(path)}: cannot be written: ${reason}`,
      'Set ASSAY_CACHE to a writable folder',
      error,
    );
  }
}

async function isStale(path: string, staleMs: number): Promise<boolean> {
  try {
    const [content, { mtimeMs }] = [await readFile(path, 'utf8'), await stat(path)];
    const [, pid, host] = /^process (\d+) on (.+)\n/.exec(content) ?? [];
    if (pid !== undefined && host === hostname() && !isProcessAlive(Number(pid))) return true;
    return Date.now() - mtimeMs > staleMs;
  } catch {
    // Gone in the meantime: try to create it again.
    return false;
  }
}
