import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadFolderDataset } from './folder-dataset.ts';
import { checkDataset } from './gates/check-dataset.ts';
import { loadWholeFolder } from './gates/load-checked.ts';
import { makeRecipeDataset, makeRecipePages, type Recipe } from './recipe.ts';
import { writeRenderings } from './write-renderings.ts';

const recipe: Recipe = { name: 'small', generator: '2', seed: 4, splits: { 'test-t1': 10 }, locales: ['nl-NL'] };
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-renderings-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('writeRenderings', () => {
  test('writes every form of the same documents, records the scans, and loads again as a dataset', async () => {
    const out = join(folder, 'out');
    const written = await writeRenderings({
      name: recipe.name,
      split: 'test-t1',
      seed: 4,
      generator: '2',
      renderings: ['text', 'layout', 'pdf', 'scan'],
      severity: 3,
      folder: out,
      documents: makeRecipePages(recipe, 'test-t1', 2),
    });
    const id = 'v2-test-t1-000001';
    const files = await readdir(join(out, 'documents'));
    expect(files.filter((file) => file.startsWith(id)).sort()).toEqual(
      ['jpg', 'layout.txt', 'pdf', 'txt'].map((end) => `${id}.${end}`),
    );
    const manifest = parse(await readFile(join(out, 'dataset.yaml'), 'utf8')) as object;
    expect(manifest).toMatchObject({
      documents: 2,
      pages: 2,
      digests: written.digests,
      truthSha256: written.truthSha256,
    });
    const [line] = (await readFile(join(out, 'ground-truth.jsonl'), 'utf8')).split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({ rendering: { scan: [{ severity: 3 }] }, locale: 'nl-NL' });
    const loaded = await loadFolderDataset(out, 'test-t1');
    const made = makeRecipeDataset(recipe, 'test-t1');
    expect((await loaded.load(id)).text).toBe((await made.load(id)).text);
  });

  test('the forms in a folder are checked against its truth, a spoiled PDF among them', async () => {
    const out = join(folder, 'checked');
    const documents = makeRecipePages(recipe, 'test-t1', 2);
    const request = { name: recipe.name, split: 'test-t1', seed: 4, generator: '2', folder: out, documents };
    await writeRenderings({ ...request, renderings: ['text', 'layout', 'pdf'] });
    const check = async () => {
      const { documents } = await loadWholeFolder(out);
      const { gates } = await checkDataset({ documents, pdfs: 10, regenerate: null, ocr: null });
      return Object.fromEntries(gates.map(({ gate, result, failed }) => [gate, { result, failed }]));
    };
    expect(await check()).toMatchObject({ pdf: { result: 'pass' }, 'layout text': { result: 'pass' } });
    const pdf = (index: number) => join(out, 'documents', `v2-test-t1-00000${index}.pdf`);
    await copyFile(pdf(1), pdf(0));
    expect((await check()).pdf?.failed).toBeGreaterThan(3);
    await writeFile(pdf(0), 'no PDF');
    expect((await check()).pdf).toEqual({ result: 'fail', failed: 1 });
  });

  test('refuses renderings of a generator that has no pages', () => {
    const old: Recipe = { name: 'old', generator: '1', seed: 4, splits: { test: 10 } };
    expect(() => [...makeRecipePages(old, 'test', 1)]).toThrow(/makes text only/);
  });

  test('names what a split has when a locale or a layout is unknown', () => {
    expect(() => makeRecipeDataset({ ...recipe, locales: ['xx-XX'] }, 'test-t1')).toThrow(
      /no locale "xx-XX"; it has en-US/,
    );
    const mixed: Recipe = { ...recipe, splits: { test: 10 } };
    for (const [tiers, layouts] of [
      [['T3'], ['till-slip']],
      [['T2', 'T1'], ['reversal']],
      [['T5'], ['reversal']],
    ] as const)
      expect(() => makeRecipeDataset({ ...mixed, tiers: [...tiers], layouts: [...layouts] }, 'test')).toThrow(
        /tier T\d cannot be shown in layout/,
      );
    expect(makeRecipeDataset({ ...mixed, tiers: ['T3'], layouts: ['till-slip', 'borderless'] }, 'test').split).toBe(
      'test',
    );
    expect(() => makeRecipeDataset({ ...recipe, layouts: ['stacked'] }, 'test-t1')).toThrow(
      /no layout "stacked"; it has borderless/,
    );
    expect(() => makeRecipeDataset({ ...recipe, tiers: ['T2'] }, 'test-t1')).toThrow(/no tier "T2"; it has T1/);
  });
});
