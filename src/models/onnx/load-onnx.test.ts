import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { LABELS, makeTinyTagger, VOCABULARY, writeTinyTagger } from '../../../tests/support/make-onnx.ts';
import { makeTemporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { inspectModel } from '../inspect-model.ts';
import { requireRunnable } from '../shelf/require-runnable.ts';
import { loadOnnx } from './load-onnx.ts';
import { decodeOnnx, encodeOnnx } from './onnx-proto.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());
const at = (...parts: string[]): string => join(folder.path, ...parts);
const inspect = (file: string) => inspectModel(file, { cache: at('cache') });

describe('an ONNX file', () => {
  test('is written back byte for byte', () => {
    const file = writeTinyTagger(at('whole'));
    const bytes = readFileSync(file);
    expect(Buffer.from(encodeOnnx(decodeOnnx(bytes))).equals(bytes)).toBe(true);
  });

  test('is described: precision, operators, inputs, labels, tokenizer', async () => {
    const inspection = await inspect(writeTinyTagger(at('described')));
    expect(inspection).toMatchObject({
      format: 'onnx',
      parameters: VOCABULARY * 8 + 64 + 24 + 3,
      quantization: { name: 'fp32', bitsPerWeight: 32 },
      vocabularySize: 257,
      tokenizer: { model: 'BPE' },
      network: {
        opsets: { 'ai.onnx': 17 },
        inputs: ['input_ids'],
        outputs: ['logits'],
        labels: LABELS,
        operators: { MatMul: 2, Gather: 1 },
      },
    });
    expect(() => requireRunnable(inspection)).not.toThrow();
  });

  test('is another model with another tokenizer', async () => {
    const file = writeTinyTagger(at('tokenizer'));
    const before = await inspect(file);
    const tokenizer = at('tokenizer', 'tokenizer.json');
    writeFileSync(tokenizer, readFileSync(tokenizer, 'utf8').replace('"1.0"', '"1.1"'));
    expect((await inspect(file)).sha256).not.toBe(before.sha256);
  });

  test.each([0.2, 0.5, 0.9, 0.999])('cut off at %d of its length is called truncated, with its size', (share) => {
    const file = writeTinyTagger(at('cut'));
    const bytes = readFileSync(file);
    const kept = Math.floor(bytes.length * share);
    writeFileSync(file, bytes.subarray(0, kept));
    expect(() => loadOnnx(file)).toThrow(
      expect.objectContaining({
        code: 'MODEL_TRUNCATED',
        exitCode: 3,
        message: expect.stringContaining(String(kept)) as string,
      }),
    );
  });

  test('that is something else is refused with its first bytes', () => {
    writeFileSync(at('text.onnx'), 'hello, this is text');
    expect(() => loadOnnx(at('text.onnx'))).toThrow(
      expect.objectContaining({ code: 'MODEL_NOT_ONNX', message: expect.stringContaining('68656c6c') as string }),
    );
  });

  test('whose weights lie in a file that is missing names that file', () => {
    const model = makeTinyTagger();
    const [words] = model.graph?.initializer ?? [];
    if (words === undefined) throw new Error('no weights');
    delete words.rawData;
    Object.assign(words, { dataLocation: 1, externalData: [{ key: 'location', value: 'model.onnx_data' }] });
    writeFileSync(at('outside.onnx'), encodeOnnx(model));
    expect(() => loadOnnx(at('outside.onnx'))).toThrow(
      expect.objectContaining({
        code: 'MODEL_PART_MISSING',
        message: expect.stringContaining('model.onnx_data') as string,
      }),
    );
    writeFileSync(at('model.onnx_data'), Buffer.alloc(100));
    expect(() => loadOnnx(at('outside.onnx'))).toThrow(
      expect.objectContaining({ code: 'MODEL_TRUNCATED', message: expect.stringContaining('100 bytes') as string }),
    );
    writeFileSync(at('model.onnx_data'), Buffer.alloc(VOCABULARY * 32));
    expect(loadOnnx(at('outside.onnx')).external).toEqual([at('model.onnx_data')]);
  });

  test('without tokenizer, labels or the right inputs is refused, each with its own message', async () => {
    const code = async (file: string): Promise<unknown> => {
      const inspection = await inspect(file);
      try {
        return requireRunnable(inspection);
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    const bare = writeTinyTagger(at('bare'));
    rmSync(join(dirname(bare), '..', 'tokenizer.json'));
    expect(await code(bare)).toBe('MODEL_TOKENIZER_MISSING');
    const blind = writeTinyTagger(at('blind'));
    rmSync(join(dirname(blind), '..', 'config.json'));
    expect(await code(blind)).toBe('MODEL_LABELS_MISSING');
    expect(await code(writeTinyTagger(at('picture'), { input: 'pixel_values' }))).toBe('ONNX_INPUTS');
  });
});
