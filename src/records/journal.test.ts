import { appendFile, readFile, writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Journal, readJournal } from './journal.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-journal-'));
  path = join(folder, 'records.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function valuesOf(file: string): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of readJournal(file)) values.push(value);
  return values;
}

describe('Journal', () => {
  test('gives back what was appended, in order, also from many appends at once', async () => {
    {
      await using journal = await Journal.open(path);
      await Promise.all(Array.from({ length: 200 }, (_, i) => journal.append([{ i }, { i, second: true }])));
    }
    const values = (await valuesOf(path)) as { i: number }[];
    expect(values).toHaveLength(400);
    expect(values.map(({ i }) => i)).toEqual(values.map((_, place) => Math.floor(place / 2)));
  });

  test('a line is in the file once its append resolved', async () => {
    await using journal = await Journal.open(path);
    await journal.append([{ kept: 1 }]);
    expect(await readFile(path, 'utf8')).toBe('{"kept":1}\n');
  });

  test('cuts a torn last line off before it writes, however long it is', async () => {
    await writeFile(path, `{"a":1}\n{"b":"${'x'.repeat(200_000)}`);
    {
      await using journal = await Journal.open(path);
      await journal.append([{ c: 3 }]);
    }
    expect(await readFile(path, 'utf8')).toBe('{"a":1}\n{"c":3}\n');
  });

  test('readers leave a torn last line out without touching the file', async () => {
    await writeFile(path, '{"a":1}\n{"b":');
    expect(await valuesOf(path)).toEqual([{ a: 1 }]);
    expect(await readFile(path, 'utf8')).toBe('{"a":1}\n{"b":');
  });

  test('readers give lines of any length whole, whatever characters stand where a chunk ends', async () => {
    const texts = Array.from({ length: 40 }, (_, i) => '\u00e4\u20ac\u{1f600}x'.repeat(i * 997).slice(i % 3));
    texts.push('long'.repeat(1_200_000), '', 'last');
    await writeFile(path, texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));
    expect(await valuesOf(path)).toEqual(texts.map((text) => ({ text })));
  });

  test('a file that is one torn line becomes empty; a missing file has no values', async () => {
    expect(await valuesOf(path)).toEqual([]);
    await writeFile(path, '{"a"');
    await (await Journal.open(path))[Symbol.asyncDispose]();
    expect(await readFile(path, 'utf8')).toBe('');
  });

  test('a broken line in the middle is named with its number', async () => {
    await appendFile(path, '{"a":1}\nnot json\n{"c":1}\n');
    await expect(valuesOf(path)).rejects.toMatchObject({
      code: 'JOURNAL_BROKEN',
      exitCode: 3,
      message: expect.stringContaining(':2'),
    });
  });

  test('an append that the disk refuses rejects, and so do all after it', async () => {
    const journal = await Journal.open('/dev/full');
    await expect(journal.append([{ a: 1 }])).rejects.toMatchObject({
      code: 'JOURNAL_WRITE',
      exitCode: 3,
      hint: expect.stringContaining('resumes'),
    });
    await expect(journal.append([{ b: 1 }])).rejects.toMatchObject({ code: 'JOURNAL_WRITE' });
    await journal[Symbol.asyncDispose]().catch(() => undefined);
  });
});
