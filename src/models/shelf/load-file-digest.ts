import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { sha256, sha256File } from '../../core/hash.ts';
import { requireModelFile } from '../gguf/load-gguf-header.ts';
import { cacheFolder } from './cache-folder.ts';

export interface DigestOptions {
  /** Defaults to `cacheFolder()`. */
  cache?: string;
}

/**
 * SHA-256 of a file. It is read once: as long as its size, its times and its inode stay the same, the digest comes from the cache.
 * @throws AssayError MODEL_FILE_MISSING or MODEL_FILE_UNREADABLE.
 */
export async function loadFileDigest(path: string, { cache = cacheFolder() }: DigestOptions = {}): Promise<string> {
  const file = resolve(path);
  requireModelFile(file);
  const entry = join(cache, 'digests', `${sha256(file)}.json`);
  const identity = await identityOf(file);
  const known = await loadKnown(entry);
  if (known?.identity === identity) return known.sha256;
  const digest = await sha256File(file);
  // A file that changed while it was read is hashed again next time.
  if ((await identityOf(file)) === identity) await saveKnown(entry, { file, identity, sha256: digest });
  return digest;
}

/** The digest that is remembered of a file as it is now; `undefined` when it was never hashed or has been written since. */
export async function loadRememberedDigest(
  path: string,
  { cache = cacheFolder() }: DigestOptions = {},
): Promise<string | undefined> {
  const file = resolve(path);
  const known = await loadKnown(join(cache, 'digests', `${sha256(file)}.json`));
  return known !== undefined && known.identity === (await identityOf(file)) ? known.sha256 : undefined;
}

/** Remembers the digest of a file that was hashed just now, so that it is not read again. */
export async function rememberDigest(
  path: string,
  digest: string,
  { cache = cacheFolder() }: DigestOptions = {},
): Promise<void> {
  const file = resolve(path);
  const entry = join(cache, 'digests', `${sha256(file)}.json`);
  await saveKnown(entry, { file, identity: await identityOf(file), sha256: digest });
}

async function identityOf(file: string): Promise<string> {
  const { size, mtimeNs, ctimeNs, ino } = await stat(file, { bigint: true });
  return [size, mtimeNs, ctimeNs, ino].join(':');
}

async function loadKnown(entry: string): Promise<{ identity: string; sha256: string } | undefined> {
  try {
    const known: unknown = JSON.parse(await readFile(entry, 'utf8'));
    if (typeof known !== 'object' || known === null || !('identity' in known) || !('sha256' in known)) return undefined;
    const { identity, sha256: digest } = known;
    return typeof identity === 'string' && typeof digest === 'string' ? { identity, sha256: digest } : undefined;
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written costs time, not correctness. */
async function saveKnown(entry: string, known: { file: string; identity: string; sha256: string }): Promise<void> {
  const temporary = `${entry}.${process.pid}`;
  try {
    await mkdir(dirname(entry), { recursive: true });
    await writeFile(temporary, `${JSON.stringify(known)}\n`);
    await rename(temporary, entry);
  } catch {
    await rm(temporary, { force: true }).catch(() => {});
  }
}
