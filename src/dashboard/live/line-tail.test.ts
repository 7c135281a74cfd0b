import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LineTail, readLineAt, type LinePlace } from './line-tail.ts';

async function growing(): Promise<{ path: string; read: () => Promise<string[]>; places: LinePlace[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-tail-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'lines');
  const tail = new LineTail(path);
  let lines: string[] = [];
  const places: LinePlace[] = [];
  const read = async (): Promise<string[]> => {
    await tail.read(
      (line, place) => {
        lines.push(line.toString('utf8'));
        places.push(place);
      },
      () => {
        lines = ['begun anew'];
      },
    );
    return lines;
  };
  return { path, read, places };
}

test('a file that is not there has no lines; later it has', async () => {
  const { path, read } = await growing();
  expect(await read()).toEqual([]);
  await writeFile(path, 'a\n');
  expect(await read()).toEqual(['a']);
});

test('a torn last line is read once it is whole, and no line twice', async () => {
  const { path, read } = await growing();
  await writeFile(path, 'one\ntw');
  expect(await read()).toEqual(['one']);
  await appendFile(path, 'o\nthree');
  expect(await read()).toEqual(['one', 'two']);
  // A crash tears the line; the run that resumes cuts it off and writes another.
  await truncate(path, 'one\ntwo\n'.length);
  await appendFile(path, 'four\n');
  expect(await read()).toEqual(['one', 'two', 'four']);
});

test('lines longer than a chunk, and characters on its edge, come whole', async () => {
  const { path, read, places } = await growing();
  const long = '€'.repeat(500_000);
  await writeFile(path, `${long}\nshort\n`);
  expect((await read()).map(({ length }) => length)).toEqual([500_000, 5]);
  expect(await readLineAt(path, places[0] ?? { at: 0, length: 0 })).toBe(long);
  expect(await readLineAt(path, places[1] ?? { at: 0, length: 0 })).toBe('short');
});

test('a file that was replaced by a shorter one is read anew', async () => {
  const { path, read } = await growing();
  await writeFile(path, 'one\ntwo\nthree\n');
  await read();
  await writeFile(path, 'x\n');
  expect(await read()).toEqual(['begun anew', 'x']);
});
