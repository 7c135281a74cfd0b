import { createHash, hash as hashWhole } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** SHA-256 of text or bytes, lower-case hex. */
export function sha256(content: string | Uint8Array): string {
  return hashWhole('sha256', content, 'hex');
}

/** Through these bytes a text becomes one of its own, where a slice would keep the whole. */
const half = Buffer.alloc(32);

/** The first 128 bits of the SHA-256 of a text, lower-case hex. */
export function sha256Half(content: string): string {
  // Not by way of the digest's bytes: a buffer for each of 100,000 keys takes tens of megabytes until it is collected.
  half.write(sha256(content), 'latin1');
  return half.toString('latin1');
}

/** SHA-256 of a file, read as a stream: memory stays flat whatever its size. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** JSON with object keys in code-unit order, so that equal values have equal text. `undefined` members are left out. */
export function canonicalJson(value: unknown): string {
  // Numbers have no keys to sort, and calling back for each of them takes most of the time.
  if (Array.isArray(value) && value.every((member) => typeof member === 'number')) return JSON.stringify(value);
  return JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : member,
  );
}

/** Content key of any JSON value: SHA-256 of its canonical JSON. */
export function contentKey(value: unknown): string {
  return sha256(canonicalJson(value));
}
