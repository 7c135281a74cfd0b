import { fileURLToPath } from 'node:url';
import { getLlama } from 'node-llama-cpp';
import { describe, expect, test } from 'vitest';
import { readTokenBytes } from './token-bytes.ts';

type Model = Parameters<typeof readTokenBytes>[0];
const modelOf = (model: string, tokens: string[], token_type: number[]): Model =>
  ({ fileInfo: { metadata: { tokenizer: { ggml: { model, tokens, token_type } } } } }) as unknown as Model;
const textOf = (bytes: Uint8Array | null): string | null => bytes && Buffer.from(bytes).toString();

describe('the bytes of tokens', () => {
  test('of byte-level BPE, whose letters stand for bytes', () => {
    const read = readTokenBytes(modelOf('gpt2', ['Ġtotal', 'Ã¼', 'Ċ', '<|end|>', '<tag>'], [1, 1, 1, 3, 4]));
    expect([0, 1, 2, 3, 4, 5].map((token) => textOf(read(token)))).toEqual([' total', 'ü', '\n', null, '<tag>', null]);
  });

  test('of SentencePiece, with its sign for a space and its lone bytes', () => {
    const read = readTokenBytes(modelOf('llama', ['\u2581total', '<0x0A>', '</s>', '<unk>'], [1, 6, 3, 2]));
    expect([0, 1, 2, 3].map((token) => textOf(read(token)))).toEqual([' total', '\n', null, null]);
  });

  test('of another tokenizer are refused by its name', () => {
    expect(() => readTokenBytes(modelOf('bert', [], []))).toThrow('tokenizer is "bert"');
  });

  test('of a real model are those of the text that it reads', async () => {
    const modelPath = fileURLToPath(new URL('../../../../models/assay-extract-2-f16.gguf', import.meta.url));
    const llama = await getLlama({ gpu: false, build: 'never' });
    const model = await llama.loadModel({ modelPath, vocabOnly: true });
    const read = readTokenBytes(model);
    for (const text of [
      'Rechnung  RE-1\n\tSumme: 1.176,96 €',
      'ララ食品有限会社 株式会社',
      'żółć "x"\\ {"a":null}',
      '\u00a0\u202f😀',
    ]) {
      const bytes = model.tokenize(text).map((token) => read(token) ?? new Uint8Array());
      expect(Buffer.concat(bytes).toString()).toBe(text);
    }
    await llama.dispose();
  });
});
