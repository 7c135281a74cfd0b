import { appendFile, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunSummary } from '../compare/run-summary.ts';
import { makeTemporaryFolder } from '../../tests/support/temporary-folder.ts';
import { keepSummary, loadKeptSummary } from './kept-summary.ts';

let folder: ReturnType<typeof makeTemporaryFolder>;
beforeEach(async () => {
  folder = makeTemporaryFolder();
  for (const name of ['manifest.json', 'records.jsonl', 'events.jsonl'])
    await writeFile(join(folder.path, name), '{}\n');
});
afterEach(() => folder.remove());

const summary = { runId: 'a', runFolder: 'elsewhere', status: 'complete' } as RunSummary;

test('gives back what was kept, also where the folder was moved', async () => {
  expect(await loadKeptSummary(folder.path)).toBeUndefined();
  await keepSummary(folder.path, { summary, flips: { B: [] } });
  const moved = makeTemporaryFolder();
  try {
    await cp(folder.path, moved.path, { recursive: true });
    const expected = { summary: { ...summary, runFolder: moved.path }, flips: { B: [] } };
    expect(await loadKeptSummary(moved.path)).toEqual(expected);
  } finally {
    moved.remove();
  }
});

test.each([
  'records.jsonl',
  'rescored.jsonl',
  'manifest.json',
  'events.jsonl',
  'axes.json',
  'summary.json',
  'flips.json',
])('gives nothing once %s is another, and gives it again when that is undone', async (name) => {
  await keepSummary(folder.path, { summary, flips: {} });
  const path = join(folder.path, name);
  const before = await readFile(path).catch(() => null);
  await appendFile(path, ' ');
  expect(await loadKeptSummary(folder.path)).toBeUndefined();
  if (before === null) return;
  await writeFile(path, before);
  expect(await loadKeptSummary(folder.path)).toBeDefined();
});

test('a key that is torn counts as none', async () => {
  await keepSummary(folder.path, { summary, flips: {} });
  await writeFile(join(folder.path, 'summary-key.json'), '{"key":');
  expect(await loadKeptSummary(folder.path)).toBeUndefined();
});
