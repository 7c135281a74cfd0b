import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';

/** Reads a file of the system, or `null` where it does not exist. */
export type ReadText = (path: string) => string | null;

/**
 * Bytes of main memory that a new process may take: what the system calls available, and no more than the control group
 * (v2 or v1, on every level up to its root) leaves. Page cache that the kernel would give back counts as free.
 */
export function readFreeMemory(readText: ReadText = readSystemFile): number {
  const limits = [readAvailable(readText) ?? freemem(), ...readGroupsV2(readText), ...readGroupV1(readText)];
  return Math.max(0, Math.min(...limits));
}

/** Limits of the process in /proc/self/limits, with what it has of each by now, as /proc/self/status calls it. */
const LIMITS = { 'Max data size': 'VmData', 'Max address space': 'VmSize' } as const;

/**
 * Bytes that this process may still take under limits of its own (`ulimit -d`, `ulimit -v`); infinite without any. Unlike
 * memory, they are shared with no other process.
 */
export function readProcessRoom(readText: ReadText = readSystemFile): number {
  const limits = readText('/proc/self/limits') ?? '';
  const status = readText('/proc/self/status') ?? '';
  const rooms = Object.entries(LIMITS).flatMap(([name, used]) => {
    const limit = new RegExp(`^${name} +(\\d+) `, 'm').exec(limits)?.[1];
    const kibibytes = new RegExp(`^${used}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    return limit === undefined || kibibytes === undefined ? [] : [Number(limit) - Number(kibibytes) * 1024];
  });
  return Math.max(0, Math.min(Number.POSITIVE_INFINITY, ...rooms));
}

function readAvailable(readText: ReadText): number | null {
  const match = /^MemAvailable:\s+(\d+) kB$/m.exec(readText('/proc/meminfo') ?? '');
  return match === null ? null : Number(match[1]) * 1024;
}

function readGroupsV2(readText: ReadText): number[] {
  const own = /^0::(\/.*)$/m.exec(readText('/proc/self/cgroup') ?? '')?.[1] ?? '/';
  const parts = own.split('/').filter((part) => part !== '');
  const folders = parts.map((_, index) => `/sys/fs/cgroup/${parts.slice(0, index + 1).join('/')}`);
  return ['/sys/fs/cgroup', ...folders].flatMap((folder) => {
    const limit = readNumber(readText(`${folder}/memory.max`));
    const used = readNumber(readText(`${folder}/memory.current`));
    if (limit === null || used === null) return [];
    const reclaimable = /^inactive_file (\d+)$/m.exec(readText(`${folder}/memory.stat`) ?? '');
    return [limit - used + Number(reclaimable?.[1] ?? 0)];
  });
}

function readGroupV1(readText: ReadText): number[] {
  const own = /^\d+:memory:(\/.*)$/m.exec(readText('/proc/self/cgroup') ?? '')?.[1];
  if (own === undefined) return [];
  for (const folder of [`/sys/fs/cgroup/memory${own}`, '/sys/fs/cgroup/memory']) {
    const limit = readNumber(readText(`${folder}/memory.limit_in_bytes`));
    const used = readNumber(readText(`${folder}/memory.usage_in_bytes`));
    if (limit === null || used === null) continue;
    const reclaimable = /^total_inactive_file (\d+)$/m.exec(readText(`${folder}/memory.stat`) ?? '');
    return [limit - used + Number(reclaimable?.[1] ?? 0)];
  }
  return [];
}

function readNumber(text: string | null): number | null {
  const trimmed = text?.trim() ?? '';
  return /^\d+$/.test(trimmed) ? Number(trimmed) : null;
}

function readSystemFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
