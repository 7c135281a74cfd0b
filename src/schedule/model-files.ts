import { statSync } from 'node:fs';
import { environmentError } from '../core/errors.ts';

/** Follows whether the files that a run measures are still those that it began with: their hashes are part of its identity. */
export class ModelFiles {
  private readonly stamps = new Map<string, string>();

  /** Remembers how a file is now. */
  remember(path: string): void {
    this.stamps.set(path, stampOf(path));
  }

  /** Does what reads these files. Where that fails because one of them was changed, that is what the error says. */
  async reading<Result>(paths: readonly string[], read: () => Promise<Result>): Promise<Result> {
    for (const path of paths) this.requireUnchanged(path);
    try {
      return await read();
    } catch (error) {
      for (const path of paths) this.requireUnchanged(path);
      throw error;
    }
  }

  /** Errors: exit 3, MODEL_CHANGED, when a remembered file was written, replaced or removed since. */
  requireUnchanged(path: string): void {
    const before = this.stamps.get(path);
    if (before === undefined) return;
    const now = stampOf(path);
    if (now === before) return;
    throw environmentError(
      'MODEL_CHANGED',
      `${path}: the model file ${now === GONE ? 'is gone' : 'was changed'} while it was measured`,
      'Put the file back and run the same command, which resumes; another file is another run',
    );
  }
}

const GONE = 'gone';

/** Size, time of the last write and inode: a file that is mapped into memory changes under the worker that reads it. */
function stampOf(path: string): string {
  try {
    // Looked at with every cohort: the way through the thread pool would cost ten times as much.
    const { size, mtimeNs, ino } = statSync(path, { bigint: true });
    return [size, mtimeNs, ino].join(':');
  } catch {
    return GONE;
  }
}
