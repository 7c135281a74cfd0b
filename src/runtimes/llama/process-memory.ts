import { readFileSync } from 'node:fs';

/** Resident memory of this process in bytes: now, and at its highest. */
export interface ResidentMemory {
  nowBytes: number;
  peakBytes: number;
}

/** Reads VmRSS and VmHWM where the system has them; elsewhere Node's own figures. */
export function readResidentMemory(): ResidentMemory {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const nowBytes = readKibibytes(status, 'VmRSS');
    const peakBytes = readKibibytes(status, 'VmHWM');
    if (nowBytes !== null && peakBytes !== null) return { nowBytes, peakBytes };
  } catch {
    // No /proc on this system.
  }
  return { nowBytes: process.memoryUsage.rss(), peakBytes: process.resourceUsage().maxRSS * 1024 };
}

function readKibibytes(status: string, name: string): number | null {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status);
  return match === null ? null : Number(match[1]) * 1024;
}
