import { environmentError, type AssayError } from '../../core/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { GGUF_LIMITS } from './gguf-header.ts';

/** Reads little-endian GGUF primitives one after the other and refuses to run past the end or past a limit. */
export class GgufCursor {
  private readonly source: ByteSource;
  offset = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  uint8(what: string): number {
    return this.take(1, what).readUInt8();
  }
  int8(what: string): number {
    return this.take(1, what).readInt8();
  }
  uint16(what: string): number {
    return this.take(2, what).readUInt16LE();
  }
  int16(what: string): number {
    return this.take(2, what).readInt16LE();
  }
  uint32(what: string): number {
    return this.take(4, what).readUInt32LE();
  }
  int32(what: string): number {
    return this.take(4, what).readInt32LE();
  }
  float32(what: string): number {
    return this.take(4, what).readFloatLE();
  }
  float64(what: string): number {
    return this.take(8, what).readDoubleLE();
  }
  uint64(what: string): number | bigint {
    return narrow(this.take(8, what).readBigUInt64LE());
  }
  int64(what: string): number | bigint {
    return narrow(this.take(8, what).readBigInt64LE());
  }

  /** A 64-bit count that must not exceed `limit`, nor what the rest of the file can hold at `elementBytes` each. */
  count(what: string, limit: number, elementBytes: number): number {
    const count = this.uint64(what);
    if (typeof count === 'bigint' || count > limit)
      throw this.corrupt(`${what} is ${count}, allowed are up to ${limit}`);
    const rest = this.source.bytes - this.offset;
    if (count * elementBytes > rest) {
      throw this.truncated(
        `${what} is ${count}, which needs at least ${count * elementBytes} more bytes; ${rest} are left`,
      );
    }
    return count;
  }

  text(what: string, limit: number = GGUF_LIMITS.stringBytes): string {
    const length = this.count(`the length of ${what}`, limit, 1);
    return this.take(length, what).toString('utf8');
  }

  corrupt(found: string): AssayError {
    return environmentError(
      'MODEL_CORRUPT',
      `${this.source.file}: damaged GGUF header near byte ${this.offset}: ${found}`,
      'Fetch or convert the file again',
    );
  }

  truncated(found: string): AssayError {
    return environmentError(
      'MODEL_TRUNCATED',
      `${this.source.file}: the file is cut off inside its header: ${found} (the file has ${this.source.bytes} bytes)`,
      'Fetch the file again: the download or copy was interrupted',
    );
  }

  private take(length: number, what: string): Buffer {
    if (this.offset + length > GGUF_LIMITS.headerBytes) {
      throw this.corrupt(`the header is longer than ${GGUF_LIMITS.headerBytes} bytes`);
    }
    const bytes = this.source.read(this.offset, length);
    if (bytes.length < length) throw this.truncated(`${what} needs ${length} bytes at byte ${this.offset}`);
    this.offset += length;
    return bytes;
  }
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
