import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeGguf, makeTinyLlama } from '../../tests/support/make-gguf.ts';
import { makeTemporaryFolder } from '../../tests/support/temporary-folder.ts';
import { contentKey, sha256 } from '../core/hash.ts';
import { inspectModel } from './inspect-model.ts';
import { loadFileDigest } from './shelf/load-file-digest.ts';

const folder = makeTemporaryFolder();
afterAll(folder.remove);
const cache = join(folder.path, 'cache');

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

describe('inspectModel', () => {
  test('says what a model is', async () => {
    const bytes = makeTinyLlama();
    const path = write('tiny.gguf', bytes);
    const matrices = 512 * 256 + 2 * (256 * 256 * 2 + 128 * 256 * 2 + 3 * 256 * 256);
    const norms = 256 * 5;
    const inspection = await inspectModel(path, { cache });
    expect(inspection).toMatchObject({
      file: path,
      bytes: bytes.length,
      sha256: sha256(bytes),
      format: 'gguf',
      formatVersion: 3,
      parts: 1,
      kind: 'model',
      architecture: 'llama',
      name: 'tiny-llama',
      parameters: matrices + norms,
      weightBytes: matrices * 2 + norms * 4,
      contextTokens: 1024,
      embeddingLength: 256,
      layers: 2,
      heads: 4,
      keyValueHeads: 2,
      feedForwardLength: 256,
      vocabularySize: 512,
      tokenizer: { model: 'gpt2', pre: 'gpt-2' },
      addsBeginToken: false,
      specialTokens: [
        { role: 'bos', id: 256, text: '<|doc|>' },
        { role: 'eos', id: 258, text: '<|end|>' },
        { role: 'padding', id: 258, text: '<|end|>' },
      ],
      // 2 layers x 2 heads x (64 + 64) elements.
      keyValueBytesPerToken: { F16: 1024, Q8_0: 544 },
    });
    expect(inspection.chatTemplate).toContain('<|doc|>');
    expect(inspection.quantization).toMatchObject({ name: 'F16', declared: true });
    expect(inspection.quantization.tensorTypes).toEqual([
      { type: 'F16', tensors: 15, parameters: matrices, bytes: matrices * 2 },
      { type: 'F32', tensors: 5, parameters: norms, bytes: norms * 4 },
    ]);
  });

  test('adds up layers with different numbers of heads', async () => {
    const path = write(
      'uneven.gguf',
      makeTinyLlama({ metadata: { 'llama.attention.head_count_kv': { type: 'int32s', value: [2, 1] } } }),
    );
    const { keyValueHeads, keyValueBytesPerToken } = await inspectModel(path, { cache });
    expect(keyValueHeads).toBe(2);
    expect(keyValueBytesPerToken?.F16).toBe((2 + 1) * 128 * 2);
  });

  test('reads the quantization off the tensors when the file does not name it', async () => {
    const tensor = { name: 'a.weight', dimensions: [256], type: 'Q4_K', data: Buffer.alloc(144) };
    const path = write('unnamed.gguf', makeGguf({}, [tensor]));
    const inspection = await inspectModel(path, { cache });
    expect(inspection.quantization).toMatchObject({ name: 'Q4_K_M', declared: false, bitsPerWeight: 4.5 });
    expect(inspection).toMatchObject({
      architecture: null,
      layers: null,
      keyValueBytesPerToken: null,
      chatTemplate: null,
    });
  });

  test('adds up the parts of a split model, and names the one that is missing', async () => {
    const part = (number: number): Buffer =>
      makeGguf({ 'split.no': { type: 'uint32', value: number }, 'split.count': { type: 'uint32', value: 2 } }, [
        { name: `tensor${number}`, dimensions: [8], type: 'F32', data: Buffer.alloc(32) },
      ]);
    const first = write('split-00001-of-00002.gguf', part(0));
    await expect(inspectModel(first, { cache })).rejects.toMatchObject({
      code: 'MODEL_PART_MISSING',
      message: expect.stringContaining('split-00002-of-00002.gguf') as string,
    });
    const second = write('split-00002-of-00002.gguf', part(1));
    const inspection = await inspectModel(first, { cache });
    expect(inspection).toMatchObject({ parts: 2, parameters: 16, bytes: part(0).length + part(1).length });
    expect(inspection.sha256).toBe(contentKey([sha256(part(0)), sha256(part(1))]));
    await expect(inspectModel(second, { cache })).rejects.toMatchObject({ code: 'MODEL_NOT_FIRST_PART' });
  });

  test.each([
    ['a file that is not there', 'nowhere.gguf', null, 'MODEL_FILE_MISSING'],
    ['a folder', '.', null, 'MODEL_FILE_UNREADABLE'],
    ['a text file called .gguf', 'text.gguf', 'hello, I am no model', 'MODEL_NOT_GGUF'],
    ['a truncated model', 'cut.gguf', makeTinyLlama().subarray(0, 500_000), 'MODEL_TRUNCATED'],
  ])('refuses %s with exit code 3 and its path', async (_, name, content, code) => {
    const path = content === null ? join(folder.path, name) : write(name, content);
    await expect(inspectModel(path, { cache })).rejects.toMatchObject({
      code,
      exitCode: 3,
      message: expect.stringContaining(path) as string,
      hint: expect.any(String) as string,
    });
  });
});

describe('loadFileDigest', () => {
  test('hashes a changed file again, even one of the same size and modification time', async () => {
    const path = write('changing.bin', 'first');
    const { atime, mtime } = statSync(path);
    expect(await loadFileDigest(path, { cache })).toBe(sha256('first'));
    writeFileSync(path, 'other');
    utimesSync(path, atime, mtime);
    expect(await loadFileDigest(path, { cache })).toBe(sha256('other'));
  });

  test('works where the cache cannot be written', async () => {
    const path = write('plain.bin', 'content');
    expect(await loadFileDigest(path, { cache: join(path, 'not-a-folder') })).toBe(sha256('content'));
  });
});
