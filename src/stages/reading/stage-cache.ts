import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Results that stay on disk altogether, in bytes; `ASSAY_STAGE_CACHE_BYTES` says otherwise. */
export const STAGE_CACHE_BYTES = 2 * 1024 ** 3;

/** Where results of reading stages are kept, beside the other things that can be made again. */
export function stageCacheFolder(cache: string): string {
  return join(cache, 'stages');
}

/** The size that the cache may have: the environment's, or the default. */
export function stageCacheLimit(environment: NodeJS.ProcessEnv = process.env): number {
  const told = Number(environment.ASSAY_STAGE_CACHE_BYTES);
  return environment.ASSAY_STAGE_CACHE_BYTES !== undefined && Number.isFinite(told) && told >= 0
    ? told
    : STAGE_CACHE_BYTES;
}

/**
 * Results of stages by the hash of all that decides them: document, stage, options and library versions, and those of
 * the stages before. A file holds its own checksum: one that is torn or spoiled counts as not there, and is made again.
 * The cache is a convenience: where it cannot be written, nothing is kept and nothing fails.
 */
export class StageCache {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The parts that were kept under a key, or `null`. */
  async find(key: string): Promise<Uint8Array[] | null> {
    const path = this.pathOf(key);
    const content = await readFile(path).catch(() => null);
    const parts = content === null ? null : unpack(content, key);
    if (content !== null && parts === null) await rm(path, { force: true }).catch(() => undefined);
    const now = new Date();
    // The time of the last use decides what goes first.
    if (parts !== null) await utimes(path, now, now).catch(() => undefined);
    return parts;
  }

  /** Keeps parts under a key, whole or not at all. */
  async keep(key: string, parts: readonly Uint8Array[]): Promise<void> {
    const path = this.pathOf(key);
    const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.new`;
    try {
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(temporary, pack(parts, key));
      await rename(temporary, path);
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  private pathOf(key: string): string {
    return join(this.folder, key.slice(0, 2), key);
  }
}

/** Removes what was not used for longest until the rest fits into `limit`. Gives the bytes that went and those that stay. */
export async function pruneStageCache(folder: string, limit: number): Promise<{ removed: number; kept: number }> {
  const files: { path: string; bytes: number; usedMs: number }[] = [];
  for (const shelf of await readdir(folder).catch(() => [] as string[])) {
    for (const name of await readdir(join(folder, shelf)).catch(() => [] as string[])) {
      const path = join(folder, shelf, name);
      const found = await stat(path).catch(() => undefined);
      if (found?.isFile() === true) files.push({ path, bytes: found.size, usedMs: found.mtimeMs });
    }
  }
  files.sort((a, b) => b.usedMs - a.usedMs);
  let [kept, removed] = [0, 0];
  for (const { path, bytes } of files) {
    if (kept + bytes <= limit) {
      kept += bytes;
      continue;
    }
    await rm(path, { force: true }).catch(() => undefined);
    removed += bytes;
  }
  return { removed, kept };
}

const MAGIC = 'assay-stage-1';

/** A line that names the parts and their checksum, then the parts. */
function pack(parts: readonly Uint8Array[], key: string): Buffer {
  const body = Buffer.concat(parts);
  const head = { magic: MAGIC, key, lengths: parts.map(({ length }) => length), sha256: digestOf(body) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
}

function unpack(content: Buffer, key: string): Uint8Array[] | null {
  const end = content.indexOf(0x0a);
  const body = content.subarray(end + 1);
  const head = parseHead(content.subarray(0, Math.max(0, end)).toString('utf8'));
  if (head?.magic !== MAGIC || head.key !== key || head.sha256 !== digestOf(body)) return null;
  const parts: Uint8Array[] = [];
  let start = 0;
  for (const length of head.lengths) {
    parts.push(body.subarray(start, start + length));
    start += length;
  }
  return parts;
}

function parseHead(line: string): { magic: string; key: string; lengths: number[]; sha256: string } | null {
  try {
    return JSON.parse(line) as { magic: string; key: string; lengths: number[]; sha256: string };
  } catch {
    return null;
  }
}

function digestOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}
