import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../tests/support/temporary-folder.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { type ResolvedModel, resolveModel } from '../models/shelf/resolve-model.ts';
import { openInputs } from '../stages/reading/open-inputs.ts';
import { checkParity } from './check-parity.ts';
import type { PreparedRun } from './prepare-run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = makeTemporaryFolder();
afterAll(() => folder.remove());

/** A run of the tagger over three invoices, in these files by variant. */
async function runOf(models: Readonly<Record<string, ResolvedModel>>): Promise<PreparedRun> {
  const dataset = await openDataset(join(root, 'datasets'), { name: 'invoices-v2', path: null, split: 'test-t1' });
  const variants = Object.entries(models).map(([id, model]) => ({ spec: { id, model: 'assay-tagger' }, model }));
  const inputs = openInputs(dataset, { cache: null });
  return { variants, inputs, documents: dataset.ids.slice(0, 3) } as unknown as PreparedRun;
}

describe('checkParity', () => {
  let whole: ResolvedModel;
  beforeAll(async () => {
    whole = await resolveModel({ model: 'assay-tagger', quantization: 'fp32', file: null });
  });

  test('holds a reduced file against the one that it was made from, once for all variants of it', async () => {
    const int8 = await resolveModel({ model: 'assay-tagger', quantization: 'int8', file: null });
    const notes: string[] = [];
    const run = await runOf({ fp32: whole, int8, 'int8 again': int8 });
    const { parity, warnings } = await checkParity(run, (line) => notes.push(line));
    expect(warnings).toEqual([]);
    expect(Object.keys(parity)).toEqual(['int8', 'int8 again']);
    expect(parity.int8?.documents).toBe(3);
    expect(parity.int8?.tokens).toBeGreaterThan(300);
    expect(parity.int8?.sameLabels).toBeGreaterThan(0.99);
    // It is rounded, so it cannot be the same network.
    expect(parity.int8?.largestDifference).toBeGreaterThan(0);
    expect(notes).toHaveLength(1);
  });

  test('warns of a file that computes something else, and of one that cannot be read', async () => {
    const bytes = readFileSync(whole.path);
    const spoiled = join(folder.path, 'spoiled.onnx');
    // Most of the tokens' vectors are lost.
    writeFileSync(spoiled, Buffer.concat([bytes.subarray(0, 5e5), Buffer.alloc(1e6), bytes.subarray(15e5)]));
    const torn = join(folder.path, 'torn.onnx');
    writeFileSync(torn, bytes.subarray(0, 1e6));
    const run = await runOf({ spoiled: { ...whole, path: spoiled }, torn: { ...whole, path: torn } });
    const { parity, warnings } = await checkParity(run);
    expect(parity.spoiled?.sameLabels).toBeLessThan(0.99);
    expect(warnings[0]).toMatch(/^spoiled: only \d+\.\d\d % of [\d,]+ labels, .* on 3 documents/);
    expect(warnings[1]).toMatch(/^torn: could not be compared with the file that it was made from: .*torn\.onnx/);
    expect(Object.keys(parity)).toEqual(['spoiled']);
  });

  test('has nothing to say of a file as it lies there', async () => {
    expect(await checkParity(await runOf({ fp32: whole }))).toEqual({ parity: {}, warnings: [] });
  });
});
