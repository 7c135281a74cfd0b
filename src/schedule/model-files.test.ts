import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../tests/support/temporary-folder.ts';
import { ModelFiles } from './model-files.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());

const watched = (name: string): { path: string; files: ModelFiles } => {
  const path = join(folder.path, name);
  writeFileSync(path, 'GGUF');
  const files = new ModelFiles();
  files.remember(path);
  return { path, files };
};

test('lets a file pass that is as it was, and one that was never remembered', () => {
  const { path, files } = watched('same.gguf');
  expect(() => files.requireUnchanged(path)).not.toThrow();
  expect(() => files.requireUnchanged(join(folder.path, 'other.gguf'))).not.toThrow();
});

test('names a file that was written, replaced or removed', () => {
  const written = watched('written.gguf');
  writeFileSync(written.path, 'GGUF and more');
  expect(() => written.files.requireUnchanged(written.path)).toThrow(
    expect.objectContaining({ code: 'MODEL_CHANGED', exitCode: 3 }),
  );
  const replaced = watched('replaced.gguf');
  const { path: twin } = watched('twin.gguf');
  renameSync(twin, replaced.path);
  expect(() => replaced.files.requireUnchanged(replaced.path)).toThrow('was changed');
  const removed = watched('removed.gguf');
  rmSync(removed.path);
  expect(() => removed.files.requireUnchanged(removed.path)).toThrow('is gone');
});

test('says that a file was changed where reading it failed for that reason, and leaves other failures as they are', async () => {
  const { path, files } = watched('read.gguf');
  const failing = (before: () => void) =>
    files.reading([path], async () => {
      before();
      throw new Error('no such tensor');
    });
  await expect(failing(() => {})).rejects.toThrow('no such tensor');
  await expect(failing(() => rmSync(path))).rejects.toMatchObject({ code: 'MODEL_CHANGED' });
});
