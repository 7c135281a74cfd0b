import { environmentError } from '../../core/errors.ts';
import type { ByteSource } from './byte-source.ts';

const signatures: readonly (readonly [bytes: number[], what: string])[] = [
  [[0x67, 0x67, 0x6d, 0x6c], 'an old GGML file, a predecessor of GGUF'],
  [[0x67, 0x67, 0x6a, 0x74], 'an old GGJT file, a predecessor of GGUF'],
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive (PyTorch checkpoints are ZIP archives)'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0x80, 0x02], 'a Python pickle'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program (ELF)'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG image'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
  [[0x08], 'a protobuf message (perhaps an ONNX model)'],
];

/**
 * The version of a GGUF file, after its first eight bytes have been checked.
 * @throws AssayError MODEL_NOT_GGUF (says what was found), MODEL_BIG_ENDIAN, MODEL_UNSUPPORTED_VERSION.
 */
export function checkGgufMagic(source: ByteSource): number {
  const start = Buffer.from(source.read(0, 64));
  if (start.length < 8 || start.toString('latin1', 0, 4) !== 'GGUF') {
    const found = describe(start);
    throw environmentError('MODEL_NOT_GGUF', `${source.file}: not a GGUF file: found ${found}`, hintOf(start));
  }
  const version = start.readUInt32LE(4);
  if (version === 2 || version === 3) return version;
  const swapped = start.readUInt32BE(4);
  if (swapped === 2 || swapped === 3) {
    throw environmentError(
      'MODEL_BIG_ENDIAN',
      `${source.file}: a big-endian GGUF file (version ${swapped}); allowed is little-endian`,
      'Convert the original model to GGUF again for a little-endian machine',
    );
  }
  throw environmentError(
    'MODEL_UNSUPPORTED_VERSION',
    `${source.file}: GGUF version ${version}; allowed are 2 and 3`,
    version === 1 ? 'Convert the original model to GGUF again' : 'Use a version of Assay that knows this format',
  );
}

function describe(start: Buffer): string {
  if (start.length === 0) return 'an empty file';
  if (start.every((byte) => byte === 0)) return 'zero bytes (an unfinished download?)';
  const known = signatures.find(([bytes]) => bytes.every((byte, index) => start[index] === byte));
  if (isText(start)) {
    const line = (start.toString('utf8').split('\n')[0] ?? '').slice(0, 32);
    return start.toString('latin1').startsWith('version https://git-lfs')
      ? 'a Git LFS pointer instead of the file itself'
      : `text that begins with ${JSON.stringify(line)}`;
  }
  return known?.[1] ?? `the bytes ${start.subarray(0, 4).toString('hex')}`;
}

function hintOf(start: Buffer): string {
  return start.toString('latin1').startsWith('version https://git-lfs')
    ? 'Run git lfs pull to fetch the file itself'
    : 'Name a model in GGUF format';
}

function isText(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte !== 127));
}
