import { check, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeGguf, makeTinyLlama, type TypedValue } from '../../../tests/support/make-gguf.ts';
import { AssayError } from '../../core/errors.ts';
import { makeBufferSource } from './byte-source.ts';
import type { GgufHeader } from './gguf-header.ts';
import { parseGguf } from './parse-gguf.ts';

const parse = (bytes: Uint8Array): GgufHeader => parseGguf(makeBufferSource('model.gguf', bytes));

/** The AssayError that parsing throws; fails on any other outcome. */
function refusal(bytes: Uint8Array): AssayError {
  try {
    parse(bytes);
  } catch (error) {
    if (error instanceof AssayError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

const float = (name: string): { name: string; dimensions: number[]; type: string; data: Buffer } => ({
  name,
  dimensions: [4, 2],
  type: 'F32',
  data: Buffer.alloc(32),
});

/** A header whose counts and first bytes after them are given. */
function header(tensors: bigint, entries: bigint, rest: Buffer = Buffer.alloc(0), version = 3): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.write('GGUF');
  bytes.writeUInt32LE(version, 4);
  bytes.writeBigUInt64LE(tensors, 8);
  bytes.writeBigUInt64LE(entries, 16);
  return Buffer.concat([bytes, rest]);
}

describe('parseGguf', () => {
  test('gives back every kind of metadata value', () => {
    const metadata: Record<string, TypedValue> = {
      small: { type: 'uint8', value: 200 },
      negative: { type: 'int32', value: -5 },
      ratio: { type: 'float32', value: 0.5 },
      yes: { type: 'bool', value: true },
      word: { type: 'string', value: 'Zürich' },
      words: { type: 'strings', value: ['a', '', 'ü'] },
      numbers: { type: 'int32s', value: [1, -1] },
    };
    const parsed = parse(makeGguf(metadata));
    const expected = Object.entries(metadata).map(([key, { value }]) => [key, value]);
    expect([...parsed.metadata]).toEqual(expected);
  });

  test('gives 64-bit integers as numbers while they are safe, and as bigints beyond', () => {
    const { metadata } = parse(
      makeGguf({
        safe: { type: 'uint64', value: Number.MAX_SAFE_INTEGER },
        large: { type: 'uint64', value: 2n ** 64n - 1n },
        negative: { type: 'int64', value: -(2n ** 62n) },
      }),
    );
    expect(metadata.get('safe')).toBe(Number.MAX_SAFE_INTEGER);
    expect(metadata.get('large')).toBe(2n ** 64n - 1n);
    expect(metadata.get('negative')).toBe(-(2n ** 62n));
  });

  test('places every tensor', () => {
    const bytes = makeGguf({}, [float('a'), { name: 'b', dimensions: [64], type: 'Q8_0', data: Buffer.alloc(68) }]);
    const { tensors, dataOffsetBytes } = parse(bytes);
    expect(tensors.map(({ name, type, elements, bytes }) => [name, type.name, elements, bytes])).toEqual([
      ['a', 'F32', 8, 32],
      ['b', 'Q8_0', 64, 68],
    ]);
    expect(tensors.map((tensor) => tensor.offsetBytes)).toEqual([dataOffsetBytes, dataOffsetBytes + 32]);
    expect(dataOffsetBytes % 32).toBe(0);
  });

  test('reads version 2', () => {
    expect(parse(makeGguf({}, [], 2)).version).toBe(2);
  });

  test.each([
    [
      'text',
      Buffer.from('These are not the weights you want\n'),
      'text that begins with "These are not the weights you',
    ],
    ['a pointer of Git LFS', Buffer.from('version https://git-lfs.github.com/spec/v1\n'), 'Git LFS pointer'],
    ['an empty file', Buffer.alloc(0), 'an empty file'],
    ['zero bytes', Buffer.alloc(100), 'zero bytes'],
    ['a ZIP archive', Buffer.from('PK\u0003\u0004\u0000\u0001\u0002\u0003', 'latin1'), 'ZIP archive'],
    ['unknown bytes', Buffer.from('00ff10ab12345678', 'hex'), '00ff10ab'],
  ])('says what it found instead of a GGUF file: %s', (_, bytes, found) => {
    const error = refusal(bytes);
    expect(error).toMatchObject({ code: 'MODEL_NOT_GGUF', exitCode: 3 });
    expect(error.message).toContain(found);
  });

  test('refuses a big-endian file as such', () => {
    const bytes = makeGguf({});
    bytes.writeUInt32BE(3, 4);
    expect(refusal(bytes)).toMatchObject({ code: 'MODEL_BIG_ENDIAN', exitCode: 3 });
  });

  test.each([0, 1, 4, 4_000_000_000])('refuses version %i', (version) => {
    const error = refusal(header(0n, 0n, undefined, version));
    expect(error.code).toBe('MODEL_UNSUPPORTED_VERSION');
    expect(error.message).toContain(`version ${version}; allowed are 2 and 3`);
  });

  test.each([
    ['tensors', header(2n ** 60n, 0n)],
    ['metadata entries', header(0n, 2n ** 63n)],
    ['metadata entries that the file has no room for', header(0n, 60_000n)],
    ['bytes of a key', header(0n, 1n, Buffer.from('ffffffffffffff7f000000000000', 'hex'))],
  ])('refuses an absurd number of %s without reading on', (_, bytes) => {
    expect(['MODEL_CORRUPT', 'MODEL_TRUNCATED']).toContain(refusal(bytes).code);
  });

  test('refuses an array that claims more elements than the file has bytes', () => {
    const bytes = makeGguf({ numbers: { type: 'int32s', value: [1, 2, 3] } });
    bytes.writeBigUInt64LE(10_000_000n, bytes.indexOf('numbers') + 'numbers'.length + 8);
    expect(refusal(bytes)).toMatchObject({ code: 'MODEL_TRUNCATED' });
    expect(refusal(bytes).message).toContain('the length of "numbers" is 10000000');
  });

  test('names both lengths when the weights are cut off', () => {
    const bytes = makeGguf({}, [float('a'), float('b')]);
    const error = refusal(bytes.subarray(0, bytes.length - 10));
    expect(error.code).toBe('MODEL_TRUNCATED');
    expect(error.message).toContain(`2 tensors need ${bytes.length} bytes, the file has ${bytes.length - 10}`);
  });

  test.each([
    ['a tensor that occurs twice', makeGguf({}, [float('a'), float('a')]), '"a" occurs twice'],
    ['five dimensions', makeGguf({}, [{ ...float('a'), dimensions: [4, 2, 1, 1, 1] }]), '5 dimensions'],
    [
      'rows that do not fit the type',
      makeGguf({}, [{ ...float('a'), dimensions: [5], type: 'Q8_0' }]),
      'multiples of 32',
    ],
    ['an alignment that is no power of two', makeGguf({ 'general.alignment': { type: 'uint32', value: 48 } }), '48'],
    [
      'weights with a gap',
      makeGguf({}, [{ ...float('a'), data: Buffer.alloc(64) }, float('b')]),
      'starts at 64, expected 32',
    ],
  ])('refuses %s', (_, bytes, found) => {
    const error = refusal(bytes);
    expect(error.code).toBe('MODEL_CORRUPT');
    expect(error.message).toContain(found);
  });

  const tiny = makeTinyLlama({ layers: 1, vocabulary: 300 });

  test('refuses a model cut off anywhere, and never fails otherwise', () => {
    const last = parse(tiny).tensors.at(-1);
    const needed = (last?.offsetBytes ?? 0) + (last?.bytes ?? 0);
    const law = property(
      integer({ min: 0, max: needed - 1 }),
      (length) => refusal(tiny.subarray(0, length)) instanceof AssayError,
    );
    expect(check(law, { seed: 1, numRuns: 300 }).failed).toBe(false);
  });

  test('accepts or refuses a damaged header, and never fails otherwise', () => {
    const headerBytes = parse(tiny).dataOffsetBytes;
    const law = property(
      integer({ min: 0, max: headerBytes - 1 }),
      integer({ min: 0, max: 255 }),
      (position, value) => {
        const damaged = Buffer.from(tiny);
        damaged[position] = value;
        try {
          parse(damaged);
        } catch (error) {
          return error instanceof AssayError;
        }
        return true;
      },
    );
    expect(check(law, { seed: 1, numRuns: 200 }).failed).toBe(false);
  });
});
