import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect, test, vi } from 'vitest';
import { giveWay } from './give-way.ts';

test.skipIf(process.platform === 'win32')(
  'a process that gives way has a lower priority, and so has its session',
  async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
    const pid = child.pid as number;
    giveWay(child);
    expect(getPriority(pid)).toBe(10);
    const group = `/proc/${pid}/autogroup`;
    // Others may change sessions at the same time, which the kernel lets one do at a time.
    if (existsSync(group)) await vi.waitFor(() => expect(readFileSync(group, 'utf8')).toMatch(/nice 10\n/), 5000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    // It may have ended before.
    expect(() => giveWay(child)).not.toThrow();
  },
);
