import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** As `nice` counts: a tenth of the share of a process that does not give way. */
const NICE = 10;

/**
 * Lets every other process go first on the processor, in so far as the system allows. Where Linux shares the processor among sessions
 * (autogroups), the priority of a process that has a session of its own counts only inside it: the session's must be lowered, too.
 */
export function giveWay(pid: number): void {
  try {
    setPriority(pid, NICE);
    if (process.platform === 'linux') writeFileSync(`/proc/${pid}/autogroup`, `${NICE}`);
  } catch {
    // Not every system lets a process do this, and not every kernel has autogroups.
  }
}
