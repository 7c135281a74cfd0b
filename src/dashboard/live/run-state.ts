import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunStatus } from '../../compare/run-summary.ts';
import { readRunRequest } from '../../records/run-control.ts';
import { findHolder, RUN_FILES } from '../../records/run-folder.ts';

/**
 * What becomes of a run right now. `stopped` is a run whose process is gone and that said nothing about its end; the last four
 * are what a summary says.
 */
export type RunState = 'running' | 'pausing' | 'paused' | 'cancelling' | 'stopped' | RunStatus;

export const LIVE_STATES: readonly RunState[] = ['running', 'pausing', 'paused', 'cancelling'];

/** For people, in a table and as the first word of a sentence. */
export const STATE_WORDS: Record<RunState, string> = {
  running: 'running',
  pausing: 'pausing',
  paused: 'paused',
  cancelling: 'ending',
  stopped: 'stopped',
  complete: 'complete',
  partial: 'partial',
  interrupted: 'interrupted',
  failed: 'failed',
};

/** Enough for the last few events. */
const TAIL_BYTES = 4096;

/** The state of the run in a folder; `status` is that of its summary, `null` without one. */
export async function loadRunState(folder: string, status: RunStatus | null): Promise<RunState> {
  if ((await findHolder(folder)) === null) return status ?? 'stopped';
  const request = await readRunRequest(folder);
  if (request === 'cancel') return 'cancelling';
  if (request === 'pause') return (await isHeld(folder)) ? 'paused' : 'pausing';
  return 'running';
}

/** Whether the last pause that the run tells of still holds. */
async function isHeld(folder: string): Promise<boolean> {
  const path = join(folder, RUN_FILES.events);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return false;
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(TAIL_BYTES, found.size));
    await file.read(bytes, 0, bytes.length, found.size - bytes.length);
    const text = bytes.toString('utf8');
    return text.lastIndexOf('"kind":"run-paused"') > text.lastIndexOf('"kind":"run-continued"');
  } finally {
    await file.close();
  }
}
