import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** As `nice` counts: a tenth of the share of a process that does not give way. */
const NICE = 10;

/** Without rights of its own a user may change one session in a tenth of a second, whoever changed the last. */
const AGAIN_MS = 110;
const ATTEMPTS = 40;

/**
 * Lets every other process go first on the processor, in so far as the system allows. Where Linux shares the processor among sessions
 * (autogroups), the priority of a process that has a session of its own counts only inside it: the session's is lowered, too, at once or as soon
 * as the kernel takes it.
 */
export function giveWay(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    setPriority(child.pid, NICE);
  } catch {
    // Not every system lets a process do this.
  }
  if (process.platform === 'linux') lowerSession(child, ATTEMPTS);
}

function lowerSession(child: ChildProcess, attempts: number): void {
  if (attempts === 0 || child.exitCode !== null || child.signalCode !== null) return;
  try {
    writeFileSync(`/proc/${child.pid}/autogroup`, `${NICE}`);
  } catch (error) {
    // Any other error says that there are no autogroups, or no process any more.
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN')
      setTimeout(() => lowerSession(child, attempts - 1), AGAIN_MS).unref();
  }
}
