import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeExperiment } from '../support/experiment.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { runAssay } from './run-assay.ts';

const folder = makeTemporaryFolder();
const at = (...parts: string[]): string => join(folder.path, ...parts);
const extractor = fileURLToPath(new URL('../../models/assay-extract-f16.gguf', import.meta.url));
afterAll(() => folder.remove());

/** An experiment on one file of the user's own. */
function writeOwn(file: string): string {
  const experiment = {
    name: 'own',
    question: 'Does it load?',
    dataset: { name: 'invoices-v1', split: 'dev', documents: 2 },
    prompt: 'verbatim-json',
    baseline: { variant: 'mine' },
    variants: [{ name: 'mine', file }],
  };
  writeFileSync(at('own.yaml'), stringify(experiment));
  return at('own.yaml');
}

interface Failure {
  exitCode: number;
  error: { code: string; message: string; hint: string };
}

async function failureOf(experiment: string, results = at('results')): Promise<Failure> {
  const { exitCode, stdout } = await runAssay(['run', experiment, '--results', results, '--json']);
  const document = JSON.parse(stdout) as Failure;
  expect(document.exitCode).toBe(exitCode);
  expect(document.error.hint).toMatch(/\S/);
  return document;
}

describe('assay run with files that do not serve', () => {
  beforeAll(() => {
    writeFileSync(at('text.gguf'), 'an invoice, not a model');
    writeFileSync(at('cut.gguf'), readFileSync(extractor).subarray(0, 100_000));
    writeFileSync(at('empty.gguf'), '');
  });

  test('a text file that is called .gguf is named with what was found in it', async () => {
    expect(await failureOf(writeOwn('text.gguf'))).toMatchObject({
      exitCode: 3,
      error: { code: 'MODEL_NOT_GGUF', message: expect.stringContaining('an invoice') },
    });
  });

  test('a truncated file is named with both byte counts', async () => {
    expect(await failureOf(writeOwn('cut.gguf'))).toMatchObject({
      exitCode: 3,
      error: { code: 'MODEL_TRUNCATED', message: expect.stringMatching(/100000/) },
    });
  });

  test('an empty file is refused', async () => {
    expect(await failureOf(writeOwn('empty.gguf'))).toMatchObject({ exitCode: 3 });
  });

  test('an empty dataset is named, with the splits that there are', async () => {
    mkdirSync(at('empty-set', 'documents'), { recursive: true });
    writeFileSync(at('empty-set', 'ground-truth.jsonl'), '');
    const experiment = writeExperiment(folder.path, { dataset: { path: 'empty-set', split: 'test' } });
    expect(await failureOf(experiment)).toMatchObject({ exitCode: 2, error: { code: 'DATASET_EMPTY' } });
  });

  test('more documents than the dataset has is refused with both counts', async () => {
    const experiment = writeExperiment(folder.path, {
      dataset: { name: 'invoices-v1', split: 'test', documents: 5000 },
    });
    expect(await failureOf(experiment)).toMatchObject({
      exitCode: 2,
      error: { code: 'DATASET_TOO_SMALL', message: expect.stringMatching(/1000.*5000/) },
    });
  });

  test('a results folder that cannot be written is refused before a model is touched', async () => {
    writeFileSync(at('a-file'), '');
    const experiment = writeExperiment(folder.path, { quantizations: ['F16'] });
    expect(await failureOf(experiment, at('a-file', 'results'))).toMatchObject({
      exitCode: 3,
      error: { code: 'FOLDER_NOT_WRITABLE' },
    });
  });

  test('nothing of a run is left behind by any of them', () => {
    const entries = readdirSync(at('results'));
    expect(entries).toEqual([]);
  });
});
