import { copyFileSync, mkdirSync, readdirSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildQuantizer } from '../../../tests/support/build-quantizer.ts';
import { makeImatrix, makeTinyLlama } from '../../../tests/support/make-gguf.ts';
import { makeTemporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { sha256 } from '../../core/hash.ts';
import { listModels } from './registry.ts';
import { resolveModel } from './resolve-model.ts';

const folder = makeTemporaryFolder();
const shelf = join(folder.path, 'models');
const cache = join(folder.path, 'cache');
const tiny = makeTinyLlama();
const source = sha256(tiny);
const options = { shelf, cache, folder: folder.path, threads: 1 };

beforeAll(() => {
  buildQuantizer();
  mkdirSync(shelf);
  writeFileSync(join(shelf, 'tiny.gguf'), tiny);
  writeFileSync(join(shelf, 'changed.gguf'), makeTinyLlama({ seed: 2 }));
  const entry = { file: 'tiny.gguf', sha256: source, runtime: 'llama', description: 'Random weights', card: 'tiny.md' };
  writeFileSync(
    join(shelf, 'registry.json'),
    JSON.stringify({
      tiny: entry,
      weighed: { ...entry, imatrix: 'tiny-imatrix.gguf' },
      changed: { ...entry, file: 'changed.gguf' },
    }),
  );
  writeFileSync(join(shelf, 'tiny-imatrix.gguf'), makeImatrix([1, 2]));
});
afterAll(folder.remove);

describe('resolveModel', () => {
  test('gives the file itself when it has the wanted quantization, or none is wanted', async () => {
    const expected = {
      path: join(shelf, 'tiny.gguf'),
      sha256: source,
      fileBytes: tiny.length,
      quantization: 'F16',
      sourceSha256: source,
      sourcePath: join(shelf, 'tiny.gguf'),
    };
    expect(await resolveModel({ model: 'tiny', quantization: 'F16', file: null }, options)).toEqual(expected);
    expect(await resolveModel({ model: 'tiny', quantization: null, file: null }, options)).toEqual(expected);
  });

  test('makes a missing quantization once, under the digest of its source', async () => {
    let made = 0;
    const onProgress = (): void => void (made += 1);
    const request = { model: 'tiny', quantization: 'q4_k', file: null };
    const first = await resolveModel(request, { ...options, onProgress });
    expect(first).toMatchObject({
      path: join(cache, 'models', source, 'Q4_K_M.gguf'),
      quantization: 'Q4_K_M',
      sourceSha256: source,
    });
    expect(first.fileBytes).toBe(statSync(first.path).size);
    const lines = made;
    expect(lines).toBeGreaterThan(0);
    expect(await resolveModel(request, { ...options, onProgress })).toEqual(first);
    expect(made).toBe(lines);
  });

  test('lets two callers at once share one quantization', async () => {
    let begun = 0;
    const onProgress = ({ done }: { done: number }): void => void (begun += done === 1 ? 1 : 0);
    const request = { model: 'tiny', quantization: 'Q5_0', file: null };
    const [a, b] = await Promise.all([
      resolveModel(request, { ...options, onProgress }),
      resolveModel(request, { ...options, onProgress }),
    ]);
    expect(a).toEqual(b);
    expect(begun).toBe(1);
    expect(readdirSync(join(cache, 'models', source)).filter((name) => !name.endsWith('.gguf'))).toEqual([]);
  });

  test('makes a damaged file of the cache again', async () => {
    const request = { model: 'tiny', quantization: 'Q4_0', file: null };
    const first = await resolveModel(request, options);
    truncateSync(first.path, 1000);
    expect(await resolveModel(request, options)).toEqual(first);
  });

  test('takes over the lock of a process that died', async () => {
    mkdirSync(join(cache, 'models', source), { recursive: true });
    writeFileSync(join(cache, 'models', source, 'Q5_1.gguf.lock'), 'process 4194303 on elsewhere\n');
    const old = new Date(Date.now() - 3_600_000);
    utimesSync(join(cache, 'models', source, 'Q5_1.gguf.lock'), old, old);
    const made = await resolveModel({ model: 'tiny', quantization: 'Q5_1', file: null }, options);
    expect(made.quantization).toBe('Q5_1');
  });

  test("takes a file of the user's as it is, by relative or absolute path, with or without its name in `model`", async () => {
    const own = join(folder.path, 'own-Q4_0.gguf');
    const made = await resolveModel({ model: 'tiny', quantization: 'Q4_0', file: null }, options);
    copyFileSync(made.path, own);
    const expected = {
      path: own,
      sha256: made.sha256,
      fileBytes: made.fileBytes,
      quantization: 'Q4_0',
      sourceSha256: made.sha256,
      sourcePath: own,
    };
    expect(await resolveModel({ model: 'tiny', quantization: null, file: own }, options)).toEqual(expected);
    expect(await resolveModel({ model: 'own-Q4_0.gguf', quantization: null, file: null }, options)).toEqual(expected);
    await expect(resolveModel({ model: 'mine', quantization: 'Q2_K', file: own }, options)).rejects.toMatchObject({
      code: 'MODEL_ALREADY_QUANTIZED',
      exitCode: 2,
      hint: expect.stringContaining('F16') as string,
    });
  });

  test('refuses a file of the shelf that is not what the registry says', async () => {
    await expect(resolveModel({ model: 'changed', quantization: null, file: null }, options)).rejects.toMatchObject({
      code: 'MODEL_CHECKSUM',
      exitCode: 3,
      message: expect.stringContaining(source) as string,
    });
  });

  test.each([
    [
      'model',
      { model: 'tinny', quantization: 'F16', file: null },
      'SPEC_UNKNOWN_MODEL',
      'allowed are tiny, weighed, changed',
      'tiny',
    ],
    [
      'quantization',
      { model: 'tiny', quantization: 'Q4_K_X', file: null },
      'SPEC_UNKNOWN_QUANTIZATION',
      'Q4_K_M',
      'Q4_K_',
    ],
    [
      'need',
      { model: 'tiny', quantization: 'IQ2_XS', file: null },
      'QUANTIZATION_NEEDS_IMATRIX',
      'importance',
      'llama-imatrix',
    ],
    ['ability', { model: 'tiny', quantization: 'NVFP4', file: null }, 'QUANTIZATION_READ_ONLY', 'NVFP4', 'another'],
  ])('refuses an unknown %s with exit code 2 and a hint', async (_, request, code, found, hint) => {
    await expect(resolveModel(request, options)).rejects.toMatchObject({
      code,
      exitCode: 2,
      message: expect.stringContaining(found) as string,
      hint: expect.stringContaining(hint) as string,
    });
  });

  test('takes the importance matrix beside the model where the quantization needs one, and only there', async () => {
    const request = { model: 'weighed', file: null };
    const coarse = await resolveModel({ ...request, quantization: 'IQ2_XS' }, options);
    expect(coarse.quantization).toBe('IQ2_XS');
    expect(basename(coarse.path)).toMatch(/^IQ2_XS-imatrix-[0-9a-f]+\.gguf$/);
    expect(basename((await resolveModel({ ...request, quantization: 'Q2_K' }, options)).path)).toBe('Q2_K.gguf');
  });

  test('says so when the cache cannot be written', async () => {
    const blocked = join(shelf, 'tiny.gguf', 'cache');
    await expect(
      resolveModel({ model: 'tiny', quantization: 'Q8_0', file: null }, { ...options, cache: blocked }),
    ).rejects.toMatchObject({
      code: 'CACHE_NOT_WRITABLE',
      exitCode: 3,
      hint: expect.stringContaining('ASSAY_CACHE') as string,
    });
  });
});

describe('listModels', () => {
  test('gives absolute paths, in the order of the registry', () => {
    expect(listModels(shelf).map(({ id, path }) => [id, path])).toEqual([
      ['tiny', join(shelf, 'tiny.gguf')],
      ['weighed', join(shelf, 'tiny.gguf')],
      ['changed', join(shelf, 'changed.gguf')],
    ]);
  });

  test('is empty without a registry', () => {
    expect(listModels(join(folder.path, 'nowhere'))).toEqual([]);
  });

  test.each([
    ['no JSON', '{', 'SyntaxError'],
    ['a member too many', '{"a": {"colour": "red"}}', 'a'],
    [
      'a digest that is none',
      '{"a": {"file":"a","sha256":"abc","runtime":"llama","description":"d","card":"c"}}',
      'a.sha256',
    ],
  ])('refuses a registry with %s and names the place', (_, content, place) => {
    const broken = join(folder.path, `broken-${place}`);
    mkdirSync(broken);
    writeFileSync(join(broken, 'registry.json'), content);
    expect(() => listModels(broken)).toThrow(
      expect.objectContaining({
        code: 'MODEL_REGISTRY_INVALID',
        exitCode: 3,
        message: expect.stringContaining(place) as string,
      }),
    );
  });
});
