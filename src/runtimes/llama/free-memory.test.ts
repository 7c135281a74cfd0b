import { describe, expect, test } from 'vitest';
import { readFreeMemory, readProcessRoom } from './free-memory.ts';

const GIB = 2 ** 30;
const meminfo = `MemTotal: 16777216 kB\nMemFree: 100 kB\nMemAvailable: ${(8 * GIB) / 1024} kB\n`;
const from = (files: Record<string, string>) => (path: string) => files[path] ?? null;

describe('readFreeMemory', () => {
  test('is what the system calls available where no control group limits it', () => {
    expect(readFreeMemory(from({ '/proc/meminfo': meminfo }))).toBe(8 * GIB);
  });

  test('is no more than a version 2 group leaves, with its inactive page cache counted as free', () => {
    const files = {
      '/proc/meminfo': meminfo,
      '/proc/self/cgroup': '0::/jobs/one\n',
      '/sys/fs/cgroup/jobs/memory.max': `${4 * GIB}\n`,
      '/sys/fs/cgroup/jobs/memory.current': `${3 * GIB}\n`,
      '/sys/fs/cgroup/jobs/memory.stat': `anon 5\ninactive_file ${GIB / 2}\n`,
      '/sys/fs/cgroup/jobs/one/memory.max': 'max\n',
      '/sys/fs/cgroup/jobs/one/memory.current': `${GIB}\n`,
    };
    expect(readFreeMemory(from(files))).toBe(1.5 * GIB);
  });

  test('is no more than a version 1 group leaves', () => {
    const files = {
      '/proc/meminfo': meminfo,
      '/proc/self/cgroup': '5:memory:/docker/x\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': `${2 * GIB}\n`,
      '/sys/fs/cgroup/memory/memory.usage_in_bytes': `${GIB}\n`,
    };
    expect(readFreeMemory(from(files))).toBe(GIB);
  });

  test('is never negative, even in a group above its limit', () => {
    const files = {
      '/proc/meminfo': meminfo,
      '/sys/fs/cgroup/memory.max': '10',
      '/sys/fs/cgroup/memory.current': '20',
    };
    expect(readFreeMemory(from(files))).toBe(0);
  });

  test('reads this machine', () => {
    expect(readFreeMemory()).toBeGreaterThan(0);
  });
});

describe('readProcessRoom', () => {
  test('is what the limits of the process leave, and infinite without any', () => {
    const limits = (data: string, space: string): string =>
      `Limit                     Soft Limit           Hard Limit           Units     \nMax data size             ${data.padEnd(20)} unlimited            bytes     \nMax address space         ${space.padEnd(20)} unlimited            bytes     \n`;
    const status = `VmSize:\t${(2 * GIB) / 1024} kB\nVmData:\t  ${GIB / 1024} kB\n`;
    const read = (data: string, space: string): number =>
      readProcessRoom(from({ '/proc/self/limits': limits(data, space), '/proc/self/status': status }));
    expect(read('unlimited', 'unlimited')).toBe(Number.POSITIVE_INFINITY);
    expect(read(String(1.5 * GIB), 'unlimited')).toBe(0.5 * GIB);
    expect(read(String(3 * GIB), String(2.25 * GIB))).toBe(0.25 * GIB);
  });
});
