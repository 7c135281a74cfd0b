import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadKnownIds, loadSpec } from './load-spec.ts';
import type { Spec } from './spec.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const configs = join(root, 'native-configs');
const HEAD = 'name: x\nquestion: Which?\n';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-spec-'));
  await mkdir(join(folder, 'invoices'));
  await writeFile(join(folder, 'mine-Q4_K_M.gguf'), 'not looked at here');
  const cpu = 'description: d\ngpu: false\nthreads: 1\nmaxWidth: 1\nreserveBytes: 0\n';
  await writeFile(join(folder, 'own.yaml'), `id: own\n${cpu}kvCacheType: Q8_0\ndeterminism: throughput\n`);
});
afterAll(() => rm(folder, { recursive: true }));

async function load(body: string): Promise<Spec> {
  const path = join(folder, 'x.yaml');
  await writeFile(path, HEAD + body);
  const others = {
    models: ['assay-extract'],
    quantizations: ['F16'],
    fields: ['grossTotal'],
    lineFields: ['name'],
    pipelines: ['text'],
  };
  return await loadSpec(path, await loadKnownIds(root, others), configs);
}

describe('loadSpec', () => {
  test('takes files, datasets and devices beside the experiment', async () => {
    const spec = await load(
      'dataset: {path: invoices}\nvariants: [{name: mine, file: mine-Q4_K_M.gguf}]\ndevice: ./own.yaml\n',
    );
    expect(spec.dataset).toEqual({ name: 'invoices', path: join(folder, 'invoices'), split: 'test', documents: null });
    expect(spec.variants[0]).toMatchObject({ file: join(folder, 'mine-Q4_K_M.gguf'), kvCacheType: 'Q8_0' });
    expect(spec.device).toBe(join(folder, 'own.yaml'));
  });

  test('takes the mode of the device where the experiment names none', async () => {
    const own = 'dataset: {path: invoices}\nmodel: mine-Q4_K_M.gguf\ndevice: ./own.yaml\n';
    expect((await load(own)).run.determinism).toBe('throughput');
    expect((await load(`${own}run: {determinism: certified}\n`)).run.determinism).toBe('certified');
    expect((await load(own.replace('./own.yaml', 'cpu'))).run.determinism).toBe('reproducible');
  });

  test('lets the experiment overrule the cache type of the device', async () => {
    const spec = await load(
      'dataset: {path: invoices}\nkvCacheType: F32\nmodel: mine-Q4_K_M.gguf\ndevice: ./own.yaml\n',
    );
    expect(spec.variants[0]?.kvCacheType).toBe('F32');
  });

  test.each([
    [
      'dataset: {path: invoices}\nvariants: [{name: mine, file: mine-Q4_KM.gguf}]\n',
      ':4:25 variants[0].file',
      'mine-Q4_K_M.gguf',
    ],
    ['dataset: {path: invoces}\nmodel: mine-Q4_K_M.gguf\n', ':3:11 dataset.path', 'invoices'],
    ['dataset: {path: invoices}\nmodel: ./mine-Q4KM.gguf\n', ':4:1 model', 'mine-Q4_K_M.gguf'],
    ['dataset: {path: invoices}\nmodel: mine-Q4_K_M.gguf\ndevice: onw.yaml\n', ':5:1 device', 'own.yaml'],
  ])('refuses a path that is not there, with the nearest name: %j', async (body, where, nearest) => {
    await expect(load(body)).rejects.toMatchObject({
      code: 'SPEC_FILE_NOT_FOUND',
      exitCode: 2,
      message: expect.stringContaining(where),
      hint: `did you mean \`${nearest}\`?`,
    });
  });

  test('refuses a file where a folder is meant', async () => {
    await expect(load('dataset: {path: own.yaml}\nmodel: mine-Q4_K_M.gguf\n')).rejects.toMatchObject({
      message: expect.stringContaining('is "own.yaml", which is no folder'),
    });
  });
});
