import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildQuantizer } from '../../../tests/support/build-quantizer.ts';
import { makeImatrix, makeTinyLlama } from '../../../tests/support/make-gguf.ts';
import { makeTemporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { describeGguf } from '../describe-gguf.ts';
import { loadGgufParts } from '../gguf/load-gguf-parts.ts';
import { type QuantizeProgress, quantizeModel } from './quantize-model.ts';

const folder = makeTemporaryFolder();
const source = join(folder.path, 'tiny-f16.gguf');
const imatrix = join(folder.path, 'imatrix.gguf');

beforeAll(() => {
  buildQuantizer();
  writeFileSync(source, makeTinyLlama());
});
afterAll(folder.remove);

const target = (name: string): string => join(folder.path, 'made', `${name}.gguf`);

describe('quantizeModel', () => {
  test.each(['Q8_0', 'Q6_K', 'Q4_K_M', 'Q2_K', 'Q2_0', 'TQ1_0', 'Q1_0'])(
    'makes %s, which the file then says it is',
    async (name) => {
      const made = await quantizeModel({ source, target: target(name), quantization: name, threads: 1 });
      const { quantization, bytes, vocabularySize } = describeGguf(loadGgufParts(made.path));
      expect(quantization).toMatchObject({ name, declared: true });
      expect({ bytes, vocabularySize }).toEqual({ bytes: made.bytes, vocabularySize: 512 });
      expect(readdirSync(join(folder.path, 'made')).filter((file) => file.endsWith('.tmp'))).toEqual([]);
    },
  );

  test('makes coarser files smaller, and the same bytes every time', async () => {
    const sizes: number[] = [];
    for (const quantization of ['Q8_0', 'Q4_K_M', 'Q1_0']) {
      sizes.push((await quantizeModel({ source, target: target('size'), quantization })).bytes);
    }
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    const first = readFileSync(target('size'));
    await quantizeModel({ source, target: target('again'), quantization: 'Q1_0', threads: 1 });
    expect(readFileSync(target('again')).equals(first)).toBe(true);
  });

  test('reports its progress tensor by tensor', async () => {
    const seen: QuantizeProgress[] = [];
    await quantizeModel({ source, target: target('progress'), quantization: 'Q8_0', onProgress: (p) => seen.push(p) });
    expect(seen.at(-1)).toMatchObject({ done: 20, total: 20 });
  });

  test('hands an importance matrix to llama.cpp, without which the coarsest types are refused', async () => {
    const request = { source, target: target('Q2_K_S'), quantization: 'Q2_K_S' };
    await expect(quantizeModel(request)).rejects.toMatchObject({ code: 'QUANTIZATION_NEEDS_IMATRIX', exitCode: 2 });
    expect(existsSync(request.target)).toBe(false);
    const make = async (columns: number[]): Promise<Buffer> => {
      writeFileSync(imatrix, makeImatrix(columns));
      return readFileSync((await quantizeModel({ ...request, imatrix })).path);
    };
    const [even, skewed, evenAgain] = [await make([1]), await make([1, 50]), await make([1])];
    expect(evenAgain.equals(even)).toBe(true);
    expect(skewed).toHaveLength(even.length);
    expect(skewed.equals(even)).toBe(false);
  });

  test('refuses an importance matrix that is none', async () => {
    await expect(
      quantizeModel({ source, target: target('bad'), quantization: 'Q2_K_S', imatrix: source }),
    ).rejects.toMatchObject({ code: 'IMATRIX_INVALID', exitCode: 3 });
    expect(existsSync(target('bad'))).toBe(false);
  });

  test('refuses to quantize twice', async () => {
    await quantizeModel({ source, target: target('once'), quantization: 'Q4_0' });
    await expect(
      quantizeModel({ source: target('once'), target: target('twice'), quantization: 'Q2_K' }),
    ).rejects.toMatchObject({
      code: 'MODEL_ALREADY_QUANTIZED',
      exitCode: 2,
      message: expect.stringContaining('already Q4_0') as string,
    });
  });

  test.each([
    ['a missing source', 'gone.gguf', null, 'MODEL_FILE_MISSING'],
    ['a text file called .gguf', 'text.gguf', 'just words, no weights', 'MODEL_NOT_GGUF'],
    ['a truncated source', 'cut.gguf', makeTinyLlama().subarray(0, 400_000), 'MODEL_TRUNCATED'],
  ])('refuses %s before starting anything', async (_, name, content, code) => {
    const path = join(folder.path, name);
    if (content !== null) writeFileSync(path, content);
    await expect(quantizeModel({ source: path, target: target('never'), quantization: 'Q8_0' })).rejects.toMatchObject({
      code,
      exitCode: 3,
    });
    expect(existsSync(target('never'))).toBe(false);
  });

  test('passes on what llama.cpp says about an architecture that it does not know', async () => {
    const path = join(folder.path, 'strange.gguf');
    writeFileSync(path, makeTinyLlama({ metadata: { 'general.architecture': { type: 'string', value: 'abacus' } } }));
    await expect(
      quantizeModel({ source: path, target: target('strange'), quantization: 'Q8_0' }),
    ).rejects.toMatchObject({
      code: 'QUANTIZE_FAILED',
      exitCode: 3,
      message: expect.stringContaining("unknown model architecture: 'abacus'") as string,
    });
  });

  test('leaves an older file alone when it fails, and no half-written one beside it', async () => {
    const older = join(folder.path, 'kept', 'model.gguf');
    mkdirSync(join(folder.path, 'kept'));
    writeFileSync(older, 'older');
    const path = join(folder.path, 'strange.gguf');
    writeFileSync(path, makeTinyLlama({ metadata: { 'general.architecture': { type: 'string', value: 'abacus' } } }));
    await expect(quantizeModel({ source: path, target: older, quantization: 'Q8_0' })).rejects.toThrow(
      'cannot quantize',
    );
    expect(readFileSync(older, 'utf8')).toBe('older');
    expect(readdirSync(join(folder.path, 'kept'))).toEqual(['model.gguf']);
  });

  test('clears away what a killed process left half-written', async () => {
    // No system hands out a process id this large.
    const leftover = join(folder.path, 'made', '.cleared.gguf.2147483646-1.tmp');
    const foreign = join(folder.path, 'made', `.cleared.gguf.${process.pid}-1.tmp`);
    for (const path of [leftover, foreign]) writeFileSync(path, 'half');
    await quantizeModel({ source, target: target('cleared'), quantization: 'Q8_0' });
    expect([existsSync(leftover), existsSync(foreign)]).toEqual([false, true]);
    rmSync(foreign);
  });

  test('says so when the target folder cannot be made', async () => {
    await expect(
      quantizeModel({ source, target: join(source, 'below-a-file', 'x.gguf'), quantization: 'Q8_0' }),
    ).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE', exitCode: 3 });
  });
});
