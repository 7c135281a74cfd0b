import { rm } from 'node:fs/promises';
import { lockRun } from '../../records/run-folder.ts';
import type { StoredItem } from './stored-item.ts';

/**
 * Removes what was chosen. A run is locked first, so that one that started a moment ago is not lost.
 * @throws AssayError RUN_LOCKED; the system's own error where something cannot be removed.
 */
export async function removeItems(items: readonly StoredItem[]): Promise<void> {
  for (const { kind, path } of items) {
    if (kind === 'run') {
      await using _lock = await lockRun(path);
      await rm(path, { recursive: true, force: true });
    } else {
      await rm(path, { recursive: true, force: true });
      if (kind === 'partial') await rm(`${path}.json`, { force: true });
    }
  }
}
