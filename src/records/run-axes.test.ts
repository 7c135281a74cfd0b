import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Dataset } from '../datasets/dataset.ts';
import type { Manifest } from './manifest.ts';
import { keepRunAxes, loadRunAxes } from './run-axes.ts';
import type { RunSource } from './run-source.ts';
import { makeTemporaryFolder } from '../../tests/support/temporary-folder.ts';

const manifest = {
  spec: { dataset: { path: '/gone', name: 'gone', split: 'test' } },
  dataset: { digest: 'abc', documents: ['b', 'a'] },
} as unknown as Manifest;
const dataset = {
  load: async (id: string) => ({ truth: { tier: 'T2', layout: `layout-${id}`, locale: 'de-DE' } }),
} as unknown as Dataset;
const asRun = (folder: string | null, own = manifest): RunSource => ({ folder, manifest: own }) as RunSource;

test('a run keeps what it was measured on: no dataset is needed afterwards', async () => {
  const folder = makeTemporaryFolder();
  try {
    const kept = await keepRunAxes(folder.path, manifest, dataset);
    const { of, warnings } = await loadRunAxes(asRun(folder.path));
    expect(warnings).toEqual([]);
    for (const axesOf of [kept, of]) {
      expect(axesOf('a')).toEqual({ tier: 'T2', layout: 'layout-a', locale: 'de-DE' });
      expect(axesOf('b')).toMatchObject({ layout: 'layout-b' });
      expect(axesOf('c')).toEqual({});
    }
    expect(JSON.parse(await readFile(join(folder.path, 'axes.json'), 'utf8'))).toMatchObject({ digest: 'abc' });
  } finally {
    folder.remove();
  }
});

test('axes of another dataset count for nothing, and a dataset that is gone is named', async () => {
  const folder = makeTemporaryFolder();
  try {
    await keepRunAxes(folder.path, manifest, dataset);
    const other = { ...manifest, dataset: { ...manifest.dataset, digest: 'other' } };
    for (const run of [asRun(folder.path, other), asRun(null)]) {
      const { of, warnings } = await loadRunAxes(run);
      expect(of('a')).toEqual({});
      expect(warnings).toEqual([expect.stringMatching(/^Slices are left out: .*gone/)]);
    }
  } finally {
    folder.remove();
  }
});
