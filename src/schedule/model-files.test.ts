import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../tests/support/temporary-folder.ts';
import { ModelFiles } from './model-files.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());

const watched = async (name: string): Promise<{ path: string; files: ModelFiles }> => {
  const path = join(folder.path, name);
  writeFileSync(path, 'GGUF');
  const files = new ModelFiles();
  await files.remember(path);
  return { path, files };
};

test('lets a file pass that is as it was, and one that was never remembered', async () => {
  const { path, files } = await watched('same.gguf');
  await expect(files.requireUnchanged(path)).resolves.toBeUndefined();
  await expect(files.requireUnchanged(join(folder.path, 'other.gguf'))).resolves.toBeUndefined();
});

test('names a file that was written, replaced or removed', async () => {
  const written = await watched('written.gguf');
  writeFileSync(written.path, 'GGUF and more');
  await expect(written.files.requireUnchanged(written.path)).rejects.toMatchObject({
    code: 'MODEL_CHANGED',
    exitCode: 3,
  });
  const replaced = await watched('replaced.gguf');
  const { path: twin } = await watched('twin.gguf');
  renameSync(twin, replaced.path);
  await expect(replaced.files.requireUnchanged(replaced.path)).rejects.toThrow('was changed');
  const removed = await watched('removed.gguf');
  rmSync(removed.path);
  await expect(removed.files.requireUnchanged(removed.path)).rejects.toThrow('is gone');
});
