import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect, test } from 'vitest';
import { giveWay } from './give-way.ts';

test.skipIf(process.platform === 'win32')(
  'a process that gives way has a lower priority, and so has its session',
  async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
    const pid = child.pid as number;
    giveWay(pid);
    expect(getPriority(pid)).toBe(10);
    const group = `/proc/${pid}/autogroup`;
    if (existsSync(group)) expect(readFileSync(group, 'utf8')).toMatch(/nice 10\n/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    // It may have ended before.
    expect(() => giveWay(pid)).not.toThrow();
  },
);
