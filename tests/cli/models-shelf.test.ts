import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { callAssay } from '../support/call-assay.ts';
import { makeTinyLlama } from '../support/make-gguf.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const folder = makeTemporaryFolder();
const at = (...parts: string[]): string => join(folder.path, ...parts);
afterAll(() => folder.remove());
beforeEach(() => {
  vi.stubEnv('ASSAY_CACHE', at('cache'));
  vi.stubEnv('ASSAY_CONFIG', at('config'));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const assay = (...args: string[]): ReturnType<typeof callAssay> => callAssay(folder.path, ...args);

describe("a model of the user's on the shelf", () => {
  test('is added by one line, listed, inspected by its id, and verified', async () => {
    writeFileSync(at('Mine.gguf'), makeTinyLlama({ layers: 1 }));
    expect(await assay('models', 'add', 'Mine.gguf')).toMatchObject({
      exitCode: 0,
      document: { model: { id: 'mine', path: at('Mine.gguf') } },
    });
    expect((await assay('models', 'list')).document.models).toContainEqual(
      expect.objectContaining({ id: 'mine', origin: 'user', quantization: 'F16' }),
    );
    const inspected = await assay('models', 'inspect', 'mine', '--tensors', '--context', '512');
    expect(inspected).toMatchObject({ exitCode: 0, document: { fit: { contextTokens: 512 } } });
    expect(inspected.document.tensors).toContainEqual({
      name: 'blk.0.attn_k.weight',
      dimensions: [256, 128],
      type: 'F16',
      bytes: 65_536,
    });
    const fit = inspected.document.fit as { width: number; predictedBytes: number };
    expect(fit.width).toBeGreaterThan(0);
    expect(fit.predictedBytes).toBeGreaterThan(1e5);
    expect(await assay('models', 'verify')).toMatchObject({ exitCode: 0, document: { problems: 0 } });
  });

  test('that was changed afterwards fails the verification with exit code 3 and the command that mends it', async () => {
    writeFileSync(at('Mine.gguf'), makeTinyLlama({ layers: 1, seed: 9 }));
    const { exitCode, document } = await assay('models', 'verify');
    expect(exitCode).toBe(3);
    expect(document.files).toContainEqual(
      expect.objectContaining({
        name: 'mine',
        status: 'changed',
        fix: `assay models add ${at('Mine.gguf')} --id mine --replace`,
      }),
    );
  });

  test('that has gone is still listed, with what is wrong', async () => {
    rmSync(at('Mine.gguf'));
    const { exitCode, document } = await assay('models', 'list');
    expect(exitCode).toBe(0);
    expect(document.models).toContainEqual(expect.objectContaining({ id: 'mine', problem: 'MODEL_FILE_MISSING' }));
  });

  test('says of a model that the engine does not know that the fit is not known, and why', async () => {
    writeFileSync(
      at('odd.gguf'),
      makeTinyLlama({ layers: 1, metadata: { 'general.architecture': { type: 'string', value: 'oddity' } } }),
    );
    const { document } = await assay('models', 'inspect', 'odd.gguf');
    expect(document.fit).toMatchObject({ width: null, reason: expect.stringContaining('oddity') as string });
    expect(await assay('models', 'add', 'odd.gguf')).toMatchObject({
      exitCode: 3,
      document: { error: { code: 'MODEL_ARCHITECTURE' } },
    });
  });
});
