import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeTinyTagger } from '../../../../tests/support/make-onnx.ts';
import { makeTemporaryFolder } from '../../../../tests/support/temporary-folder.ts';
import { describeModel } from '../../inspect-model.ts';
import { fromFloat16, toFloat16 } from './float16.ts';
import { quantizeOnnx } from './quantize-onnx.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());
const at = (...parts: string[]): string => join(folder.path, ...parts);

async function run(file: string): Promise<Float32Array> {
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1, logSeverityLevel: 4 });
  const ids = BigInt64Array.from([5n, 900n, 17n, 17n, 1029n, 0n]);
  const { logits } = await session.run({ input_ids: new Tensor('int64', ids, [2, 3]) });
  await session.release();
  return logits?.data as Float32Array;
}

const largestGap = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);

describe('floats of 16 bits', () => {
  test('known values', () => {
    const { bits } = toFloat16(Float32Array.from([0, -0, 1, -2, 65504, 0.1, 2 ** -24, 2 ** -14, 1 / 3]));
    expect([...bits]).toEqual([0, 0x8000, 0x3c00, 0xc000, 0x7bff, 0x2e66, 1, 0x400, 0x3555]);
  });

  test('every one of them is itself again', () => {
    const words = Array.from({ length: 0x10000 }, (_, word) => word).filter((word) => (word & 0x7c00) !== 0x7c00);
    expect([...toFloat16(Float32Array.from(words, fromFloat16)).bits]).toEqual(words);
  });

  test('a value takes the nearest, and of two equally near the even one', () => {
    fc.assert(
      fc.property(fc.float({ min: -65504, max: 65504, noNaN: true }), (value) => {
        const word = toFloat16(Float32Array.of(value)).bits[0] ?? 0;
        const own = Math.abs(fromFloat16(word) - value);
        for (const step of [-1, 1]) {
          const magnitude = (word & 0x7fff) + step;
          if (magnitude < 0 || magnitude > 0x7bff) continue;
          const other = Math.abs(fromFloat16((word & 0x8000) | magnitude) - value);
          expect(own).toBeLessThanOrEqual(other);
          if (own === other) expect(word & 1).toBe(0);
        }
      }),
    );
  });

  test('beyond the range they take its ends, and that is counted', () => {
    const { bits, loss } = toFloat16(Float32Array.from([1e6, -Infinity, 1e-9]));
    expect([...bits].map(fromFloat16)).toEqual([65504, -65504, 0]);
    expect(loss).toEqual({ clamped: 2, vanished: 1 });
  });
});

describe('quantizeOnnx', () => {
  // Weights lie in (-1, 1) and eight are added: steps of 1/127 at most for each.
  test.each([
    ['fp16', 0.02, 0.55],
    ['int8', 0.3, 0.45],
    ['int8-weights', 0.15, 0.45],
  ] as const)('%s: a file of its own precision, smaller, whose scores stay near', async (quantization, gap, share) => {
    const source = writeTinyTagger(at(quantization));
    const target = at(quantization, 'made.onnx');
    const made = await quantizeOnnx({ source, target, quantization });
    expect(describeModel(target).description.quantization.name).toBe(quantization);
    expect(made.bytes).toBeLessThan(describeModel(source).description.weightBytes * share);
    const difference = largestGap(await run(source), await run(target));
    expect(difference).toBeLessThan(gap);
    expect(difference).toBeGreaterThan(0);
  });

  test('names the nodes that it changed, and nothing else', async () => {
    const source = writeTinyTagger(at('named'));
    const { changes } = await quantizeOnnx({ source, target: at('named', 'made.onnx'), quantization: 'int8' });
    expect(changes.map(({ name, operator }) => [operator, name])).toEqual([
      ['Gather', 'embed'],
      ['MatMul', 'mix'],
      ['MatMul', 'read'],
    ]);
  });

  test('refuses what is quantized already, an operator that fp16 does not know, and an opset that is too old', async () => {
    const source = writeTinyTagger(at('again'));
    const target = at('again', 'made.onnx');
    await quantizeOnnx({ source, target, quantization: 'int8' });
    const rejects = (of: { source: string; quantization: string }, code: string) =>
      expect(quantizeOnnx({ ...of, target: at('never.onnx') })).rejects.toMatchObject({ code, exitCode: 2 });
    await rejects({ source: target, quantization: 'fp16' }, 'MODEL_ALREADY_QUANTIZED');
    await rejects({ source, quantization: 'Q4_K_M' }, 'SPEC_UNKNOWN_QUANTIZATION');
    await rejects(
      { source: writeTinyTagger(at('odd'), { operator: 'Wobble' }), quantization: 'fp16' },
      'QUANTIZE_OPERATOR',
    );
    await rejects({ source: writeTinyTagger(at('old'), { opset: 10 }), quantization: 'int8' }, 'QUANTIZE_OPSET');
  });
});
