import { statSync } from 'node:fs';
import { environmentError } from '../../core/errors.ts';
import { withFileSource } from './byte-source.ts';
import type { GgufHeader } from './gguf-header.ts';
import { parseGguf } from './parse-gguf.ts';

/**
 * Reads and checks the header of a GGUF file; the weights are never read.
 * @throws AssayError MODEL_FILE_MISSING, MODEL_FILE_UNREADABLE, and those of `parseGguf`.
 */
export function loadGgufHeader(path: string): GgufHeader {
  requireModelFile(path);
  try {
    return withFileSource(path, parseGguf);
  } catch (error) {
    if (isFileSystemError(error)) throw unreadable(path, error);
    throw error;
  }
}

/** @throws AssayError MODEL_FILE_MISSING or MODEL_FILE_UNREADABLE unless `path` is a file. */
export function requireModelFile(path: string): void {
  let found;
  try {
    found = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw unreadable(path, error);
  }
  if (found === undefined) {
    throw environmentError(
      'MODEL_FILE_MISSING',
      `${path}: no such file; expected a model`,
      'Check the path of the model',
    );
  }
  if (!found.isFile()) {
    const what = found.isDirectory() ? 'a folder' : 'not a regular file';
    throw environmentError(
      'MODEL_FILE_UNREADABLE',
      `${path}: ${what}; allowed is a model file`,
      'Name the file itself',
    );
  }
}

function unreadable(path: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return environmentError(
    'MODEL_FILE_UNREADABLE',
    `${path}: cannot be read: ${reason}`,
    'Check the permissions',
    cause,
  );
}

function isFileSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
