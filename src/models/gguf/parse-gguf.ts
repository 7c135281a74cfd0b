import { environmentError } from '../../core/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { checkGgufMagic } from './check-gguf-magic.ts';
import { GgufCursor } from './gguf-cursor.ts';
import { GGUF_LIMITS, type GgufHeader, type GgufTensor, type GgufValue } from './gguf-header.ts';
import { tensorTypeOf } from './tensor-types.ts';

const arrayType = 9;

/** Fewest bytes of one value of each metadata type, by its number in the file. */
const valueBytes: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  8: 8,
  9: 12,
  10: 8,
  11: 8,
  12: 8,
};

/**
 * The header of a GGUF file, versions 2 and 3, little-endian (the format's specification: ggml/docs/gguf.md in llama.cpp).
 * Checks what the engine would refuse later: counts, types, row lengths, offsets, and that the file is as long as its tensors say.
 * @throws AssayError MODEL_NOT_GGUF, MODEL_BIG_ENDIAN, MODEL_UNSUPPORTED_VERSION, MODEL_CORRUPT, MODEL_TRUNCATED.
 */
export function parseGguf(source: ByteSource): GgufHeader {
  const version = checkGgufMagic(source);
  const cursor = new GgufCursor(source);
  cursor.offset = 8;
  const tensorCount = cursor.count('the number of tensors', GGUF_LIMITS.tensors, 24);
  const entryCount = cursor.count('the number of metadata entries', GGUF_LIMITS.metadataEntries, 13);
  const metadata = readMetadata(cursor, entryCount);
  const alignmentBytes = readAlignment(cursor, metadata);
  const tensors = readTensors(cursor, tensorCount);
  const dataOffsetBytes = roundUp(cursor.offset, alignmentBytes);
  placeTensors(cursor, tensors, { dataOffsetBytes, alignmentBytes });
  const header = {
    file: source.file,
    fileBytes: source.bytes,
    version,
    metadata,
    tensors,
    alignmentBytes,
    dataOffsetBytes,
  };
  requireWholeFile(header);
  return header;
}

function readMetadata(cursor: GgufCursor, count: number): Map<string, GgufValue> {
  const metadata = new Map<string, GgufValue>();
  for (let index = 0; index < count; index += 1) {
    const key = cursor.text(`metadata key ${index + 1} of ${count}`, GGUF_LIMITS.keyBytes);
    if (key === '') throw cursor.corrupt(`metadata key ${index + 1} is empty`);
    if (metadata.has(key)) throw cursor.corrupt(`the metadata key "${key}" occurs twice`);
    metadata.set(key, readValue(cursor, cursor.uint32(`the type of "${key}"`), `"${key}"`));
  }
  return metadata;
}

function readValue(cursor: GgufCursor, type: number, what: string): GgufValue {
  if (type !== arrayType) return readScalar(cursor, type, what);
  const elementType = cursor.uint32(`the element type of ${what}`);
  const bytes = valueBytes[elementType];
  if (bytes === undefined || elementType === arrayType) {
    throw cursor.corrupt(`${what} is an array of unknown type ${elementType}`);
  }
  const length = cursor.count(`the length of ${what}`, GGUF_LIMITS.arrayElements, bytes);
  const values: GgufValue[] = [];
  for (let index = 0; index < length; index += 1) values.push(readScalar(cursor, elementType, what));
  return values;
}

function readScalar(cursor: GgufCursor, type: number, what: string): GgufValue {
  switch (type) {
    case 0:
      return cursor.uint8(what);
    case 1:
      return cursor.int8(what);
    case 2:
      return cursor.uint16(what);
    case 3:
      return cursor.int16(what);
    case 4:
      return cursor.uint32(what);
    case 5:
      return cursor.int32(what);
    case 6:
      return cursor.float32(what);
    case 7:
      return cursor.uint8(what) !== 0;
    case 8:
      return cursor.text(what);
    case 10:
      return cursor.uint64(what);
    case 11:
      return cursor.int64(what);
    case 12:
      return cursor.float64(what);
    default:
      throw cursor.corrupt(`${what} has the unknown type ${type}; known are 0 to 12`);
  }
}

function readAlignment(cursor: GgufCursor, metadata: Map<string, GgufValue>): number {
  const alignment = metadata.get('general.alignment') ?? 32;
  if (typeof alignment !== 'number' || alignment < 1 || (alignment & (alignment - 1)) !== 0) {
    throw cursor.corrupt(`general.alignment is ${String(alignment)}, allowed are powers of two`);
  }
  return alignment;
}

function readTensors(cursor: GgufCursor, count: number): GgufTensor[] {
  const names = new Set<string>();
  const tensors: GgufTensor[] = [];
  for (let index = 0; index < count; index += 1) {
    const tensor = readTensor(cursor, `tensor ${index + 1} of ${count}`);
    if (names.has(tensor.name)) throw cursor.corrupt(`the tensor "${tensor.name}" occurs twice`);
    names.add(tensor.name);
    tensors.push(tensor);
  }
  return tensors;
}

/** `offsetBytes` still counts from the start of the weights. */
function readTensor(cursor: GgufCursor, what: string): GgufTensor {
  const name = cursor.text(`the name of ${what}`, GGUF_LIMITS.keyBytes);
  const rank = cursor.uint32(`the dimensions of "${name}"`);
  if (rank > GGUF_LIMITS.dimensions) {
    throw cursor.corrupt(`the tensor "${name}" has ${rank} dimensions, allowed are up to ${GGUF_LIMITS.dimensions}`);
  }
  const dimensions = Array.from({ length: rank }, () => readSafe(cursor, `a dimension of "${name}"`));
  const typeId = cursor.uint32(`the type of "${name}"`);
  const type = tensorTypeOf(typeId);
  if (type === undefined) throw cursor.corrupt(`the tensor "${name}" has the unknown type ${typeId}`);
  const row = dimensions[0] ?? 1;
  if (row % type.blockElements !== 0) {
    throw cursor.corrupt(
      `rows of "${name}" have ${row} elements; ${type.name} needs multiples of ${type.blockElements}`,
    );
  }
  const elements = dimensions.reduce((product, size) => product * size, 1);
  const bytes = (elements / type.blockElements) * type.blockBytes;
  if (!Number.isSafeInteger(bytes)) throw cursor.corrupt(`the tensor "${name}" is impossibly large`);
  return { name, dimensions, elements, type, offsetBytes: readSafe(cursor, `the offset of "${name}"`), bytes };
}

function readSafe(cursor: GgufCursor, what: string): number {
  const value = cursor.uint64(what);
  if (typeof value === 'bigint') throw cursor.corrupt(`${what} is ${value}`);
  return value;
}

/** Tensors follow each other without gaps beyond the alignment; the engine refuses anything else. */
function placeTensors(
  cursor: GgufCursor,
  tensors: GgufTensor[],
  { dataOffsetBytes, alignmentBytes }: { dataOffsetBytes: number; alignmentBytes: number },
): void {
  let expected = 0;
  for (const tensor of tensors) {
    if (tensor.offsetBytes !== expected) {
      throw cursor.corrupt(`the tensor "${tensor.name}" starts at ${tensor.offsetBytes}, expected ${expected}`);
    }
    tensor.offsetBytes = dataOffsetBytes + expected;
    expected += roundUp(tensor.bytes, alignmentBytes);
  }
}

function requireWholeFile({ file, fileBytes, tensors }: GgufHeader): void {
  const last = tensors.at(-1);
  const neededBytes = last === undefined ? 0 : last.offsetBytes + last.bytes;
  if (fileBytes >= neededBytes) return;
  throw environmentError(
    'MODEL_TRUNCATED',
    `${file}: the file is cut off: its ${tensors.length} tensors need ${neededBytes} bytes, the file has ${fileBytes}`,
    'Fetch the file again: the download or copy was interrupted',
  );
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
