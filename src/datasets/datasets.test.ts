import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDataset } from './open-dataset.ts';
import { digestDocuments, selectDocuments } from './select-documents.ts';
import { writeDataset } from './write-dataset.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-datasets-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const recipe = { name: 'invoices-v1', path: null, split: 'test' };

describe('datasets', () => {
  test('a written folder loads as the same documents as its recipe', async () => {
    const made = await openDataset('datasets', recipe);
    const ids = selectDocuments(made.ids, 25, 7);
    const out = join(folder, 'set');
    const written = await writeDataset(made, ids, out);
    expect(written.documents).toBe(25);
    const loaded = await openDataset('datasets', { name: '', path: out, split: 'test' });
    expect([...loaded.ids].sort()).toEqual([...ids].sort());
    expect(await digestDocuments(loaded, ids)).toBe(await digestDocuments(made, ids));
  });

  test('asking for more documents keeps those asked for before', async () => {
    const { ids } = await openDataset('datasets', recipe);
    expect(selectDocuments(ids, 100, 7).slice(0, 40)).toEqual(selectDocuments(ids, 40, 7));
    expect(selectDocuments(ids, 40, 7)).not.toEqual(selectDocuments(ids, 40, 8));
  });

  test('refuses to write into a folder that is not empty, and leaves it alone', async () => {
    const out = join(folder, 'full');
    await mkdir(out);
    await writeFile(join(out, 'mine.txt'), 'mine');
    const made = await openDataset('datasets', recipe);
    await expect(writeDataset(made, made.ids.slice(0, 1), out)).rejects.toMatchObject({
      code: 'OUT_NOT_EMPTY',
      exitCode: 2,
    });
    expect(await readFile(join(out, 'mine.txt'), 'utf8')).toBe('mine');
  });

  test.each([
    ['a line that is not JSON', '{"id":', 'DATASET_TRUTH', ':1'],
    ['no documents', '', 'DATASET_EMPTY', 'no documents at all'],
    ['a line without fields', '{"id":"a","split":"test"}', 'DATASET_TRUTH', ':1'],
  ])('names file and line for %s', async (_what, content, code, place) => {
    const broken = await mkdtemp(join(folder, 'broken-'));
    await writeFile(join(broken, 'ground-truth.jsonl'), content);
    const opened = openDataset('datasets', { name: '', path: broken, split: 'test' });
    await expect(opened).rejects.toMatchObject({ code, exitCode: 2, message: expect.stringContaining(place) });
  });

  test('an unknown name or split says what there is', async () => {
    await expect(openDataset('datasets', { ...recipe, name: 'invoices-v0' })).rejects.toMatchObject({
      code: 'DATASET_UNKNOWN',
      hint: expect.stringContaining('invoices-v1'),
    });
    await expect(openDataset('datasets', { ...recipe, split: 'tset' })).rejects.toMatchObject({
      code: 'DATASET_SPLIT',
      hint: expect.stringContaining('test'),
    });
  });
});
