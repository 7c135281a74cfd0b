import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeTinyTagger } from '../../../tests/support/make-onnx.ts';
import { makeTemporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { addModel } from './add-model.ts';
import { listModels } from './registry.ts';
import { removeModel } from './remove-model.ts';
import { resolveModel } from './resolve-model.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());
const at = (...parts: string[]): string => join(folder.path, ...parts);

describe('removeModel', () => {
  test('takes an ONNX model off the shelf with what was made of it, and leaves the file', async () => {
    const options = { shelf: at('shelf'), registry: at('one', 'models.json'), cache: at('one') };
    const file = writeTinyTagger(at('mine'));
    const { model } = await addModel(file, options);
    expect(model).toMatchObject({ id: 'mine', runtime: 'onnx', path: file });
    const made = await resolveModel({ model: file, quantization: 'int8', file: null }, options);
    expect(made).toMatchObject({ quantization: 'int8', sourceSha256: model.sha256 });
    // Found again, not made again.
    expect(await resolveModel({ model: file, quantization: 'int8', file: null }, options)).toEqual(made);
    const removed = await removeModel('mine', options);
    expect(removed).toMatchObject({ fileKept: true, deleted: [at('one', 'models', model.sha256)] });
    expect(listModels(options.shelf, options.registry)).toEqual([]);
    expect([existsSync(file), existsSync(made.path)]).toEqual([true, false]);
  });

  test('deletes a copy in the cache, but not while another id names it', async () => {
    const options = { shelf: at('shelf'), registry: at('two', 'models.json'), cache: at('two') };
    const { model } = await addModel(writeTinyTagger(at('copied'), { seed: 2 }), {
      ...options,
      id: 'first',
      copy: true,
    });
    await addModel(model.path, { ...options, id: 'second' });
    expect(await removeModel('first', options)).toMatchObject({ alsoKnownAs: ['second'], deleted: [] });
    expect(existsSync(model.path)).toBe(true);
    expect(await removeModel('second', options)).toMatchObject({ fileKept: false });
    expect(existsSync(model.path)).toBe(false);
  });

  test('refuses an id that nobody knows, and a model of the package', async () => {
    const options = { registry: at('three', 'models.json'), cache: at('three') };
    await expect(removeModel('nobody', options)).rejects.toMatchObject({ code: 'SPEC_UNKNOWN_MODEL', exitCode: 2 });
    await expect(removeModel('assay-extract', options)).rejects.toMatchObject({
      code: 'MODEL_FROM_PACKAGE',
      exitCode: 2,
    });
  });
});
