import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Random access to bytes without holding them all. */
export interface ByteSource {
  /** Named in messages. */
  readonly file: string;
  readonly bytes: number;
  /** The bytes in [offset, offset + length); fewer only where the source ends. Valid until the next read. */
  read(offset: number, length: number): Buffer;
}

const windowBytes = 1024 * 1024;

/** A source over bytes in memory. */
export function makeBufferSource(file: string, content: Uint8Array): ByteSource {
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return { file, bytes: buffer.length, read: (offset, length) => buffer.subarray(offset, offset + length) };
}

/** Calls `use` with a source over the file, read through a window of 1 MiB, and closes the file again. */
export function withFileSource<T>(path: string, use: (source: ByteSource) => T): T {
  const descriptor = openSync(path, 'r');
  try {
    const bytes = fstatSync(descriptor).size;
    let window = Buffer.alloc(0);
    let windowStart = 0;
    const read = (offset: number, length: number): Buffer => {
      const end = Math.min(offset + length, bytes);
      if (offset < windowStart || end > windowStart + window.length) {
        const target = Buffer.allocUnsafe(Math.max(Math.min(windowBytes, bytes - offset), end - offset, 0));
        window = target.subarray(0, fill(descriptor, target, offset));
        windowStart = offset;
      }
      return window.subarray(offset - windowStart, Math.max(end - windowStart, 0));
    };
    return use({ file: path, bytes, read });
  } finally {
    closeSync(descriptor);
  }
}

function fill(descriptor: number, target: Buffer, offset: number): number {
  let filled = 0;
  while (filled < target.length) {
    const count = readSync(descriptor, target, filled, target.length - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}
