import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentKey, sha256 } from '../core/hash.ts';
import { makeFolder } from '../core/make-folder.ts';
import type { CohortResult, GenerationRequest } from '../runtimes/runtime.ts';

/** Everything beside the prompts that decides an answer's digits. Model and engine turn a prompt into its tokens, so they stand for them. */
export interface ResponseSetting {
  modelSha256: string;
  /** Library, release and build. */
  engine: string;
  device: string;
  kvCacheType: string;
  /** What the plan chose that shapes a batch: width, context, threads and the like, by name. */
  batch: Readonly<Record<string, unknown>>;
  determinism: string;
  epoch: number;
}

export interface ResponseCacheOptions {
  /** `responses` in the cache folder. */
  folder: string;
  /** Answers that were made longer ago count no more. */
  ttlMs: number;
  /** The least used answers go when all together take more. */
  limitBytes: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

export interface ResponseCache {
  /** What these requests got when they were decoded together in this order; `null` when that never happened, or nothing sound is kept. */
  find(setting: ResponseSetting, requests: readonly GenerationRequest[]): Promise<CohortResult | null>;
  /** Whether anything at all is kept for a setting. */
  holds(setting: ResponseSetting): Promise<boolean>;
  /** Keeps a result. A cache that cannot be written stays silent: the run goes on without it. */
  keep(setting: ResponseSetting, requests: readonly GenerationRequest[], result: CohortResult): Promise<void>;
  /** Removes what is too old, then the least used until the rest is small enough. Returns the bytes that were freed. */
  prune(): Promise<number>;
}

const FORMAT = 1;

/**
 * Answers on disk, a file per decoded batch. The batch is the unit, since digits change with the documents that are decoded
 * together: a hit gives exactly what the engine would give. In `throughput` mode the caller asks for one document at a time.
 */
export function openResponseCache({ folder, ttlMs, limitBytes, now }: ResponseCacheOptions): ResponseCache {
  const pathOf = (setting: ResponseSetting, requests: readonly GenerationRequest[]): [string, string] => {
    const group = join(folder, contentKey(setting).slice(0, 16));
    return [group, join(group, `${contentKey(requests.map(keyOf)).slice(0, 32)}.json`)];
  };
  return {
    async holds(setting) {
      return await stat(join(folder, contentKey(setting).slice(0, 16))).then(
        () => true,
        () => false,
      );
    },
    async find(setting, requests) {
      const [, path] = pathOf(setting, requests);
      const text = await readFile(path, 'utf8').catch(() => null);
      const kept = text === null ? null : parseKept(text);
      if (kept === null || now() - kept.savedMs > ttlMs || kept.result.generations.length !== requests.length)
        return null;
      // What is used stays longest.
      await utimes(path, now() / 1000, now() / 1000).catch(() => undefined);
      return kept.result;
    },
    async keep(setting, requests, result) {
      const [group, path] = pathOf(setting, requests);
      const body = JSON.stringify({ format: FORMAT, savedMs: now(), result });
      const temporary = `${path}.${randomUUID()}`;
      try {
        await makeFolder(group);
        await writeFile(temporary, `${sha256(body)}\n${body}\n`);
        await rename(temporary, path);
      } catch {
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
    async prune() {
      const files = await listFiles(folder);
      files.sort((a, b) => a.usedMs - b.usedMs);
      let left = files.reduce((sum, { bytes }) => sum + bytes, 0);
      let freedBytes = 0;
      for (const { path, bytes, usedMs } of files) {
        if (left <= limitBytes && now() - usedMs <= ttlMs) break;
        await rm(path, { force: true });
        left -= bytes;
        freedBytes += bytes;
      }
      return freedBytes;
    },
  };
}

/** A page stands in a key by its digest: written out, its pixels would be megabytes of numbers. */
function keyOf(request: GenerationRequest): object {
  const { picture, ...rest } = request;
  return picture === undefined ? request : { ...rest, picture: { ...picture, page: sha256(picture.page) } };
}

/** `null` for a file that was torn, changed, or written by another release. */
function parseKept(text: string): { savedMs: number; result: CohortResult } | null {
  const [digest, body = ''] = text.split('\n', 2);
  if (digest !== sha256(body)) return null;
  const kept = JSON.parse(body) as { format: number; savedMs: number; result: CohortResult };
  return kept.format === FORMAT ? kept : null;
}

async function listFiles(folder: string): Promise<{ path: string; bytes: number; usedMs: number }[]> {
  const found: { path: string; bytes: number; usedMs: number }[] = [];
  const groups: string[] = await readdir(folder).catch(() => []);
  for (const group of groups) {
    const names: string[] = await readdir(join(folder, group)).catch(() => []);
    for (const name of names) {
      const path = join(folder, group, name);
      const file = await stat(path).catch(() => undefined);
      if (file?.isFile() === true) found.push({ path, bytes: file.size, usedMs: file.mtimeMs });
    }
  }
  return found;
}
