import { stat } from 'node:fs/promises';
import { environmentError } from '../core/errors.ts';

/** Follows whether the files that a run measures are still those that it began with: their hashes are part of its identity. */
export class ModelFiles {
  private readonly stamps = new Map<string, string>();

  /** Remembers how a file is now. */
  async remember(path: string): Promise<void> {
    this.stamps.set(path, await stampOf(path));
  }

  /** Errors: exit 3, MODEL_CHANGED, when a remembered file was written, replaced or removed since. */
  async requireUnchanged(path: string): Promise<void> {
    const before = this.stamps.get(path);
    if (before === undefined) return;
    const now = await stampOf(path);
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
async function stampOf(path: string): Promise<string> {
  try {
    const { size, mtimeNs, ino } = await stat(path, { bigint: true });
    return [size, mtimeNs, ino].join(':');
  } catch {
    return GONE;
  }
}
