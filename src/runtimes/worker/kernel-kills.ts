import { readFileSync } from 'node:fs';

/** How many processes the kernel has killed for want of memory since it started; `null` where it does not count them. */
export function countKernelKills(): number | null {
  try {
    const found = /^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'));
    return found === null ? null : Number(found[1]);
  } catch {
    return null;
  }
}
