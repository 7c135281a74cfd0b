import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PdfDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { TrialRecord } from '../../src/records/record.ts';
import { runAssay } from '../cli/run-assay.ts';
import { writeExperiment } from '../support/experiment.ts';
import { LABEL_READER, LABELS } from '../support/label-reader.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

// Workers and readers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());
const label = (number: number): string => join(LABELS, 'documents', `label-0${number}.png`);
const truths = readFileSync(join(LABELS, 'ground-truth.jsonl'), 'utf8').trimEnd().split('\n');

/** A PDF whose only page is a picture. */
async function writePdf(path: string, picture: string): Promise<void> {
  const document = new PdfDocument({ size: [160, 64], margin: 0 });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.on('end', resolve));
  document.image(picture, 0, 0, { width: 160, height: 64 });
  document.end();
  await ended;
  writeFileSync(path, Buffer.concat(chunks));
}

/** Five labels as pictures, one as a PDF, one of two pages, and a picture that is none. */
async function writeDataset(): Promise<string> {
  const dataset = join(folder.path, 'labels');
  const documents = join(dataset, 'documents');
  mkdirSync(documents, { recursive: true });
  for (let number = 1; number <= 5; number += 1) copyFileSync(label(number), join(documents, `plain-${number}0.png`));
  await writePdf(join(documents, 'printed.pdf'), label(6));
  copyFileSync(label(7), join(documents, 'pages-1.png'));
  copyFileSync(label(8), join(documents, 'pages-2.png'));
  writeFileSync(join(documents, 'torn.png'), 'no picture');
  const ids = ['plain-10', 'plain-20', 'plain-30', 'plain-40', 'plain-50', 'printed', 'pages', 'torn'];
  const lines = ids.map((id, index) => JSON.stringify({ ...(JSON.parse(truths[index] as string) as object), id }));
  writeFileSync(join(dataset, 'ground-truth.jsonl'), `${lines.join('\n')}\n`);
  return dataset;
}

const base: Record<string, unknown> = {
  dataset: { path: './labels', split: 'test' },
  fields: ['invoiceNumber', 'grossTotal'],
  pipeline: [{ load: { form: 'scan', deskew: false, dpi: 144 } }, { infer: { pages: true, task: '<s_label>' } }],
  model: undefined,
  baseline: undefined,
  variants: [{ name: 'reader', file: LABEL_READER }],
  device: 'cpu',
};

interface Answer {
  exitCode: number;
  status?: string;
  error?: { code: string; hint: string };
}

async function assay(...args: string[]): Promise<Answer> {
  const { stdout } = await runAssay([...args, '--json'], { cwd: folder.path });
  return JSON.parse(stdout) as Answer;
}

describe('a run over pictures with an image-to-text model', () => {
  let records: Map<string, TrialRecord>;
  let run: Answer;
  beforeAll(async () => {
    await writeDataset();
    run = await assay('run', writeExperiment(folder.path, base));
    const [name] = readdirSync(join(folder.path, 'results'));
    const journal = readFileSync(join(folder.path, 'results', name as string, 'records.jsonl'), 'utf8');
    const all = journal
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as TrialRecord);
    records = new Map(all.map((record) => [record.document, record]));
  });

  test('leaves a scored record of every picture, with its tokens, their certainty and its times', () => {
    expect(run).toMatchObject({ exitCode: 0, status: 'complete' });
    expect(records.size).toBe(8);
    const record = records.get('plain-10');
    expect(record).toMatchObject({
      kind: 'scored',
      finish: 'stop',
      promptTokens: 1,
      input: { form: 'scan', pages: 1, lost: [] },
    });
    if (record?.kind !== 'scored') throw new Error('not scored');
    expect(record.output).toMatch(/^<s_invoiceNumber>.*<\/s_grossTotal>$/);
    expect(record.tokens?.lengths.reduce((sum, length) => sum + length, 0)).toBe(record.output.length);
    expect(record.meanLogProbability).toBeLessThan(0);
    expect(record.score.validity).toMatchObject({ rawJson: true, schemaValid: true, repairs: [] });
  });

  test('reads most values of labels that it was not trained on', () => {
    const shares = ['plain-10', 'plain-20', 'plain-30', 'plain-40', 'plain-50'].map(
      (id) => records.get(id)?.score.fieldAccuracy ?? 0,
    );
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThanOrEqual(0.8);
  });

  test('says nothing of what stands in a text that nobody knows', () => {
    const fields = [...records.values()].flatMap(({ score }) => score.fields);
    expect(new Set(fields.map(({ grounded }) => grounded))).toEqual(new Set([null]));
    expect(fields.some(({ why }) => why?.includes('not found in the document'))).toBe(false);
  });

  test('draws the page of a PDF, asks about each page of several, and fails on what is no picture', () => {
    expect(records.get('printed')).toMatchObject({ kind: 'scored', input: { pages: 1 } });
    const { calls } = records.get('pages') ?? {};
    expect(calls?.map(({ purpose }) => purpose)).toEqual(['answer, page 1 of 2', 'answer, page 2 of 2']);
    expect(records.get('torn')).toMatchObject({ kind: 'failed', stage: 'load' });
  });

  test('is complete when it is asked for again, and scores the same without the model', async () => {
    expect(await assay('run', join(folder.path, 'small.yaml'))).toMatchObject({ exitCode: 0, status: 'complete' });
    expect(await assay('score', 'small')).toMatchObject({ exitCode: 0, changedRecords: 0 });
  });
});

describe('a pipeline that does not fit its model', () => {
  test.each([
    ['text', LABEL_READER, 'write `pipeline: picture`'],
    ['picture', 'assay-extract', 'write `pipeline: scan`'],
  ])('%s is refused before anything is loaded', async (pipeline, model, hint) => {
    const variant = model === LABEL_READER ? { name: 'a', file: model } : { name: 'a', model, quantization: 'F16' };
    mkdirSync(join(folder.path, pipeline), { recursive: true });
    const path = writeExperiment(join(folder.path, pipeline), {
      ...base,
      dataset: { path: '../labels', split: 'test' },
      pipeline,
      variants: [variant],
    });
    for (const command of ['run', 'plan']) {
      const { exitCode, error } = await assay(command, path);
      expect(exitCode).toBe(2);
      expect(error).toMatchObject({ code: 'SPEC_PIPELINE' });
      expect(error?.hint).toContain(hint);
    }
  });
});
