import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../core/hash.ts';
import { pruneStageCache, StageCache, stageCacheLimit } from './stage-cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-stage-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const key = (name: string): string => sha256(name);
const fileOf = (name: string): string => join(folder, key(name).slice(0, 2), key(name));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (parts: Uint8Array[] | null): string[] | null =>
  parts?.map((part) => new TextDecoder().decode(part)) ?? null;

describe('the cache of stage results', () => {
  test('gives back what was kept, part by part, and nothing for another key', async () => {
    const cache = new StageCache(folder);
    await cache.keep(key('a'), [bytes('one'), bytes(''), bytes('drei\nüß')]);
    expect(texts(await cache.find(key('a')))).toEqual(['one', '', 'drei\nüß']);
    expect(await cache.find(key('b'))).toBeNull();
    expect(readdirSync(join(folder, key('a').slice(0, 2)))).toEqual([key('a')]);
  });

  test.each([
    ['cut off', (path: string) => truncateSync(path, 150)],
    ['empty', (path: string) => writeFileSync(path, '')],
    ['changed in one byte', (path: string) => writeFileSync(path, flipLast(readFileSync(path)))],
    ['no entry at all', (path: string) => writeFileSync(path, '{"magic":1}\n')],
  ])('counts an entry that is %s as not there, and removes it', async (_name, spoil) => {
    const cache = new StageCache(folder);
    await cache.keep(key('a'), [bytes('the text of a document')]);
    spoil(fileOf('a'));
    expect(await cache.find(key('a'))).toBeNull();
    expect(readdirSync(join(folder, key('a').slice(0, 2)))).toEqual([]);
  });

  test('an entry under the name of another is not taken for it', async () => {
    const cache = new StageCache(folder);
    await cache.keep(key('a'), [bytes('a')]);
    await cache.keep(key('b'), [bytes('b')]);
    writeFileSync(fileOf('b'), readFileSync(fileOf('a')));
    expect(await cache.find(key('b'))).toBeNull();
  });

  test('keeps nothing and fails nothing where it cannot write', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const cache = new StageCache(file);
    await cache.keep(key('a'), [bytes('a')]);
    expect(await cache.find(key('a'))).toBeNull();
  });

  test('what was not used for longest goes first, until the rest fits', async () => {
    const cache = new StageCache(folder);
    for (const [age, name] of ['new', 'middle', 'old'].entries()) {
      await cache.keep(key(name), [new Uint8Array(1000)]);
      const used = new Date(Date.now() - age * 60_000);
      utimesSync(fileOf(name), used, used);
    }
    const { kept, removed } = await pruneStageCache(folder, 2600);
    expect(kept).toBeLessThanOrEqual(2600);
    expect(removed).toBeGreaterThan(1000);
    expect(await cache.find(key('old'))).toBeNull();
    expect(await cache.find(key('new'))).not.toBeNull();
  });

  test('its size comes from the environment when that says a number', () => {
    expect(stageCacheLimit({ ASSAY_STAGE_CACHE_BYTES: '1000' })).toBe(1000);
    expect(stageCacheLimit({ ASSAY_STAGE_CACHE_BYTES: 'much' })).toBe(stageCacheLimit({}));
  });
});

function flipLast(content: Buffer): Buffer {
  const last = content.length - 1;
  content[last] = (content[last] ?? 0) ^ 1;
  return content;
}
