import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { environmentError } from '../../core/errors.ts';
import { type GgufHeader, numberOf } from './gguf-header.ts';
import { loadGgufHeader } from './load-gguf-header.ts';

/** `NAME-00002-of-00004.gguf`, as llama.cpp names the parts of a split model. */
const partName = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/;

/**
 * The headers of all files of a model, in order: one, unless the model is split.
 * @throws AssayError MODEL_PART_MISSING (names the files), MODEL_NOT_FIRST_PART, and those of `loadGgufHeader`.
 */
export function loadGgufParts(path: string): [GgufHeader, ...GgufHeader[]] {
  const first = loadGgufHeader(path);
  const count = numberOf(first, 'split.count') ?? 1;
  if (count <= 1) return [first];
  const [, prefix, number] = partName.exec(basename(path)) ?? [];
  if (prefix === undefined || Number(number) !== 1) {
    throw environmentError(
      'MODEL_NOT_FIRST_PART',
      `${path}: one of ${count} parts of a split model; expected the first, named NAME-00001-of-${pad(count)}.gguf`,
      'Name the first part; the others are found beside it',
    );
  }
  const others = Array.from({ length: count - 1 }, (_, index) =>
    join(dirname(path), `${prefix}-${pad(index + 2)}-of-${pad(count)}.gguf`),
  );
  const missing = others.filter((other) => !existsSync(other));
  if (missing.length > 0) {
    throw environmentError(
      'MODEL_PART_MISSING',
      `${path}: a model split into ${count} parts; missing are ${missing.map((part) => basename(part)).join(', ')}`,
      'Put all parts into one folder',
    );
  }
  return [first, ...others.map((other) => loadGgufHeader(other))];
}

function pad(number: number): string {
  return String(number).padStart(5, '0');
}
