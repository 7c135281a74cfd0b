import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Manifest } from './manifest.ts';
import type { TrialRecord } from './record.ts';
import { plannedKeys, readRunRecords } from './run-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

const manifest = {
  identity: 'i',
  batch: { width: 2 },
  spec: { variants: [{ id: 'F16' }], run: { epochs: 1 } },
  cohorts: [['a', 'b', 'c']],
} as unknown as Manifest;
const keys = [...plannedKeys(manifest)];
const tokens = { lengths: [1, 2], logProbabilities: [-0.1, 0] };
const score = { fieldAccuracy: 1, fields: [] };
// Text that looks like tokens is text.
const output = '{"a":1},"tokens":{"lengths":[9],"logProbabilities":[9]}';
const records = [
  { key: keys[0], output, tokensHash: 'x', tokens, score },
  { key: keys[1], output: ',"tokens":{"lengths":[ ü }', score },
  { key: keys[2], kind: 'failed', score, tokens },
];
writeFileSync(join(folder, 'records.jsonl'), records.map((record) => `${JSON.stringify(record)}\n`).join(''));

describe('readRunRecords', () => {
  test('gives every planned record whole', async () => {
    expect(await read()).toEqual(records);
  });

  test('leaves out the tokens where nobody needs them, and nothing else', async () => {
    expect(await read({ tokens: false })).toEqual(
      records.map(({ key, kind, output, tokensHash, score }) => ({ key, kind, output, tokensHash, score })),
    );
  });
});

async function read(options?: { tokens: boolean }): Promise<TrialRecord[]> {
  const found: TrialRecord[] = [];
  for await (const record of readRunRecords(folder, manifest, options)) found.push(record);
  return found;
}
