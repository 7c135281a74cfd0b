import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { withFileLock } from './file-lock.ts';

const folder = makeTemporaryFolder();
afterAll(folder.remove);
const lockAt = (name: string): string => join(folder.path, 'deep', `${name}.lock`);

describe('withFileLock', () => {
  test('lets one at a time through, and leaves nothing behind', async () => {
    let [inside, most] = [0, 0];
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => withFileLock(lockAt('shared'), work, { pollMs: 2 })));
    expect(most).toBe(1);
    expect(existsSync(lockAt('shared'))).toBe(false);
  });

  test('is released when the work fails', async () => {
    const failing = withFileLock(lockAt('failing'), () => Promise.reject(new Error('no luck')));
    await expect(failing).rejects.toThrow('no luck');
    expect(existsSync(lockAt('failing'))).toBe(false);
  });

  test('gives up on a living holder after the wait, and names it', async () => {
    await withFileLock(lockAt('held'), async () => {
      const second = withFileLock(lockAt('held'), () => Promise.resolve(), { waitMs: 30, pollMs: 5 });
      await expect(second).rejects.toMatchObject({
        code: 'LOCK_TIMEOUT',
        exitCode: 3,
        message: expect.stringContaining(`process ${process.pid} on ${hostname()}`) as string,
      });
      expect(readFileSync(lockAt('held'), 'utf8')).toContain(String(process.pid));
    });
  });

  test('takes over from a process of this machine that is gone, at once', async () => {
    // No system hands out a process id this large.
    writeFileSync(lockAt('dead'), `process 2147483646 on ${hostname()}\n`);
    expect(await withFileLock(lockAt('dead'), () => Promise.resolve('mine'), { waitMs: 1000 })).toBe('mine');
  });

  test('takes over a lock that nobody has touched for long', async () => {
    writeFileSync(lockAt('old'), 'process 1 on another-machine\n');
    const old = new Date(Date.now() - 120_000);
    utimesSync(lockAt('old'), old, old);
    expect(await withFileLock(lockAt('old'), () => Promise.resolve('mine'), { waitMs: 1000 })).toBe('mine');
  });
});
