import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTinyLlama } from '../../../tests/support/make-gguf.ts';
import { makeTemporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { type AddOptions, addModel, idOfFile } from './add-model.ts';
import { listModels } from './registry.ts';
import { loadUserRegistry } from './user-registry.ts';

const folder = makeTemporaryFolder();
const at = (...parts: string[]): string => join(folder.path, ...parts);
const shelf = at('shelf');
afterAll(() => folder.remove());
beforeAll(() => {
  writeFileSync(at('First-Model_F16.gguf'), makeTinyLlama({ layers: 1, seed: 1 }));
  writeFileSync(at('second.gguf'), makeTinyLlama({ layers: 1, seed: 2 }));
});

/** A registry of its own per test. */
function optionsOf(name: string): AddOptions & { registry: string } {
  return { shelf, registry: at(name, 'models.json'), cache: at('cache') };
}

describe('addModel', () => {
  test('puts a file on the shelf without copying it, under an id made from its name', async () => {
    const options = optionsOf('plain');
    const { model } = await addModel(at('First-Model_F16.gguf'), options);
    expect(model).toMatchObject({ id: 'first-model_f16', path: at('First-Model_F16.gguf'), origin: 'user' });
    expect(listModels(shelf, options.registry)).toEqual([model]);
    expect(existsSync(at('cache', 'shelf'))).toBe(false);
  });

  test('knows the same content under several ids, once', async () => {
    const options = optionsOf('aliases');
    await addModel(at('second.gguf'), { ...options, id: 'one' });
    const { alsoKnownAs } = await addModel(at('second.gguf'), { ...options, id: 'two' });
    expect(alsoKnownAs).toEqual(['one']);
    expect(Object.keys(loadUserRegistry(options.registry).models)).toHaveLength(1);
    expect(listModels(shelf, options.registry).map(({ id }) => id)).toEqual(['one', 'two']);
  });

  test('does not let an id change its meaning unasked; --replace does, and forgets what nobody names', async () => {
    const options = { ...optionsOf('replace'), id: 'mine' };
    const first = await addModel(at('First-Model_F16.gguf'), options);
    await expect(addModel(at('second.gguf'), options)).rejects.toMatchObject({ code: 'MODEL_ID_TAKEN', exitCode: 2 });
    expect(listModels(shelf, options.registry)[0]?.sha256).toBe(first.model.sha256);
    const second = await addModel(at('second.gguf'), { ...options, replace: true });
    expect(Object.keys(loadUserRegistry(options.registry).models)).toEqual([second.model.sha256]);
  });

  test('keeps a copy when asked', async () => {
    const { model } = await addModel(at('second.gguf'), { ...optionsOf('copy'), copy: true });
    expect(model.path).toBe(at('cache', 'shelf', model.sha256, 'second.gguf'));
    expect(readFileSync(model.path).equals(readFileSync(at('second.gguf')))).toBe(true);
  });

  test('refuses an id that no experiment could name, and a file that is no model', async () => {
    await expect(addModel(at('second.gguf'), { ...optionsOf('bad'), id: 'My Model' })).rejects.toMatchObject({
      code: 'MODEL_ID_INVALID',
      exitCode: 2,
    });
    writeFileSync(at('text.gguf'), 'not a model');
    await expect(addModel(at('text.gguf'), optionsOf('bad'))).rejects.toMatchObject({ code: 'MODEL_NOT_GGUF' });
    expect(existsSync(optionsOf('bad').registry)).toBe(false);
  });

  test('names the place in a broken registry', () => {
    writeFileSync(at('broken.json'), '{"version": 1, "models": {}, "aliases": {"a": "xyz"}}');
    expect(() => listModels(shelf, at('broken.json'))).toThrow(
      expect.objectContaining({
        code: 'MODEL_REGISTRY_INVALID',
        message: expect.stringContaining('aliases.a') as string,
      }),
    );
  });

  test('makes ids that experiments can name', () => {
    expect(idOfFile('/models/Qwen3 4B--Q4_K_M-00001-of-00003.gguf')).toBe('qwen3-4b-q4_k_m');
  });
});
