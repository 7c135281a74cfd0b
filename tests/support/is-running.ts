import { readFileSync } from 'node:fs';
import { isProcessAlive } from '../../src/models/is-process-alive.ts';

/** Whether a process still does anything: one that has ended and that nobody has asked about yet does not. */
export function isRunning(pid: number): boolean {
  if (!isProcessAlive(pid)) return false;
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // Without such files, or gone in between.
    return isProcessAlive(pid);
  }
}
