import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

describe('makeFolder', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-folder-'));
    await writeFile(join(folder, 'file'), '');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('makes all that is missing, twice and at once', async () => {
    const path = join(folder, 'a', 'b', 'c');
    await Promise.all([makeFolder(path), makeFolder(path)]);
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  test('says which part of the path is a file', async () => {
    const message = `${join(folder, 'file')} cannot be a folder: it is a file`;
    await expect(makeFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE', message });
    await expect(makeFolder(join(folder, 'file', 'b'))).rejects.toMatchObject({ exitCode: 3, message });
  });

  test.runIf(existsSync('/proc/self'))('does not wait for ever where nothing can be made', async () => {
    await expect(makeFolder('/proc/assay/results')).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE', exitCode: 3 });
  });
});
