import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRecipeDataset } from '../../datasets/recipe.ts';
import { digestSource } from '../../datasets/select-documents.ts';
import { defaultsOf } from '../../spec/pipeline-schema.ts';
import { readDocument } from './read-document.ts';
import { stageKeys } from './read-job.ts';

let cacheFolder = '';
beforeAll(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'assay-read-'));
});
afterAll(async () => {
  await rm(cacheFolder, { recursive: true, force: true });
});

async function readPdf(seed: number) {
  const recipe = { name: 'small', generator: '2', seed, splits: { 'test-t1': 3 } };
  const dataset = makeRecipeDataset(recipe, 'test-t1');
  const source = await dataset.formOf?.(dataset.ids[0] ?? '', 'pdf');
  if (source?.kind !== 'synthetic') throw new Error('a recipe draws its PDFs');
  const load = { ...defaultsOf('load'), form: 'pdf' as const };
  const keys = stageKeys(await digestSource(source), { load, ocr: null });
  const input = await readDocument({ source, load, ocr: null, keys, cacheFolder });
  return { keys, input };
}

const pathOf = (key: string): string => join(cacheFolder, key.slice(0, 2), key);

describe('what a generator draws', () => {
  test('is kept by what decides it, taken from there, and made again where it is spoiled', async () => {
    const first = await readPdf(3);
    expect(first.input).toMatchObject({ kind: 'read', note: { cached: false } });
    expect((await readPdf(3)).input).toMatchObject({ kind: 'read', note: { cached: true }, stageMs: {} });
    // The drawing alone is at hand: it is read anew, not drawn.
    await rm(pathOf(first.keys.load));
    const { input: reread } = await readPdf(3);
    expect(Object.keys(reread.kind === 'read' ? (reread.stageMs ?? {}) : {})).toEqual(['load']);
    await rm(pathOf(first.keys.load));
    await writeFile(pathOf(first.keys.render), 'torn');
    const { input: redrawn } = await readPdf(3);
    expect(Object.keys(redrawn.kind === 'read' ? (redrawn.stageMs ?? {}) : {})).toEqual(['render', 'load']);
    expect(redrawn).toMatchObject({ text: first.input.kind === 'read' ? first.input.text : '' });
  });

  test('another seed is another entry', async () => {
    const before = (await readdir(cacheFolder, { recursive: true })).length;
    const { input } = await readPdf(4);
    expect(input).toMatchObject({ kind: 'read', note: { cached: false } });
    expect((await readdir(cacheFolder, { recursive: true })).length).toBeGreaterThan(before);
  });
});
