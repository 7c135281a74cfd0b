import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockRun, makeRunFolder, readJsonFile, writeWhole } from './run-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-run-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('run folder', () => {
  test('one process holds a run; the lock goes when it ends', async () => {
    {
      await using _held = await lockRun(folder);
      await expect(lockRun(folder)).rejects.toMatchObject({ code: 'RUN_LOCKED', exitCode: 2 });
    }
    await using _again = await lockRun(folder);
  });

  test('the lock of a process that is gone is taken over, also when its id is used again', async () => {
    await writeFile(join(folder, 'lock'), '4194305\n123\n');
    {
      await using _held = await lockRun(folder);
    }
    await writeFile(join(folder, 'lock'), `${process.pid}\n1\n`);
    await using _reused = await lockRun(folder);
  });

  test('a file is replaced as a whole and leaves nothing beside it', async () => {
    const path = join(folder, 'summary.json');
    await writeWhole(path, '{"a":1}');
    await writeWhole(path, '{"a":2}');
    expect(await readFile(path, 'utf8')).toBe('{"a":2}');
    expect(await readdir(folder)).toEqual(['summary.json']);
  });

  test('a write that fails names the file, keeps the old content and leaves nothing beside it', async () => {
    const path = join(folder, 'summary.json');
    await mkdir(path);
    await expect(writeWhole(path, '{}')).rejects.toMatchObject({
      code: 'RUN_FILE_WRITE',
      exitCode: 3,
      message: expect.stringContaining(path),
    });
    expect(await readdir(folder)).toEqual(['summary.json']);
  });

  test('a missing file is undefined; one that is not JSON names itself', async () => {
    const path = join(folder, 'manifest.json');
    expect(await readJsonFile(path)).toBeUndefined();
    await writeFile(path, '{');
    await expect(readJsonFile(path)).rejects.toMatchObject({
      code: 'RUN_FILE_BROKEN',
      message: expect.stringContaining(path),
    });
  });

  test('a folder that cannot be made is an environment error with a hint', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(makeRunFolder(join(folder, 'file', 'run'))).rejects.toMatchObject({
      code: 'FOLDER_NOT_WRITABLE',
      exitCode: 3,
    });
  });
});
