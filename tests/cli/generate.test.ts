import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { runAssay } from './run-assay.ts';

const temporary = makeTemporaryFolder();
const pathOf = (name: string): string => join(temporary.path, name);
afterAll(() => {
  temporary.remove();
});

interface Answer {
  exitCode: number;
  error?: { code: string; message: string; hint: string };
  [key: string]: unknown;
}

async function generate(...args: string[]): Promise<Answer> {
  const { exitCode, stdout } = await runAssay(['generate', ...args, '--json'], { cwd: temporary.path });
  const answer = JSON.parse(stdout) as Answer;
  expect(answer.exitCode).toBe(exitCode);
  return answer;
}

describe('assay generate', () => {
  test('writes every form of what was asked for, and says what it wrote', async () => {
    const asked = [
      '--locale',
      'cs-CZ',
      '--layout',
      'grid-frame',
      '--render',
      'text,layout,pdf,scan',
      '--severity',
      '1',
    ];
    const answer = await generate('invoices-v2', '--split', 'test-t2', '--documents', '1', ...asked, '--out', 'set');
    expect(answer).toMatchObject({ exitCode: 0, dataset: 'invoices-v2', split: 'test-t2', documents: 1 });
    expect(Object.keys(answer.digests as object)).toEqual(['text', 'layout', 'pdf', 'scan']);
    const truth = JSON.parse(readFileSync(join(pathOf('set'), 'ground-truth.jsonl'), 'utf8')) as {
      locale: string;
      layout: string;
      pages: number;
      rendering: { scan: { severity: number; dpi: number }[] };
      fields: { grossTotal: { page: number; box: number[]; scanBox: number[] } };
    };
    expect(truth).toMatchObject({ locale: 'cs-CZ', layout: 'grid-frame' });
    expect(truth.rendering.scan.map(({ severity }) => severity)).toEqual(Array(truth.pages).fill(1));
    const files = readdirSync(join(pathOf('set'), 'documents'));
    const scans = files.filter((file) => file.endsWith('.jpg'));
    expect([files.length, scans.length]).toEqual([3 + truth.pages, truth.pages]);
    // A scan box is a place on the picture, so ink must be in it.
    const { page, scanBox } = truth.fields.grossTotal;
    const file = join(pathOf('set'), 'documents', scans[page - 1] as string);
    const { width, height } = await sharp(file).metadata();
    const [left, top, right, bottom] = scanBox as [number, number, number, number];
    const cut = { left: Math.floor(left * width), top: Math.floor(top * height) };
    const size = { width: Math.ceil((right - left) * width), height: Math.ceil((bottom - top) * height) };
    const { channels } = await sharp(
      await sharp(file)
        .extract({ ...cut, ...size })
        .png()
        .toBuffer(),
    ).stats();
    expect(channels[0]?.min).toBeLessThan(120);
  }, 60_000);

  test.each([
    [['invoices-v2', '--split', 'test', '--layout', 'stacked', '--out', 'x'], 'GENERATE_OPTION', /stacked.*borderless/],
    [['invoices-v2', '--split', 'test-t1', '--tier', 'T2', '--out', 'x'], 'GENERATE_OPTION', /T2.*T1/],
    [['invoices-v2', '--locale', 'xx-XX', '--out', 'x'], 'GENERATE_OPTION', /xx-XX.*en-US/],
    [['invoices-v2', '--render', 'pdf,mp3', '--out', 'x'], 'GENERATE_OPTION', /mp3.*scan/],
    [['invoices-v1', '--render', 'pdf', '--out', 'x'], 'GENERATE_OPTION', /generator 1/],
    [['invoices-v2', '--severity', '2', '--out', 'x'], 'GENERATE_OPTION', /severity/],
    [['invoices-v2', '--preview', 'x.png', '--out', 'x'], 'GENERATE_OPTION', /--out/],
    [['invoices-v2', '--split', 'nowhere', '--out', 'x'], 'DATASET_SPLIT', /nowhere.*test-t1/],
    [['invoices-v9', '--out', 'x'], 'DATASET_UNKNOWN', /invoices-v9.*invoices-v2-sample/],
    [['invoices-v2', '--documents', '3000', '--out', 'x'], 'DATASET_TOO_SMALL', /2000.*3000/],
    [['invoices-v2'], 'USAGE_OUT', /folder or lines/],
  ] as const)(
    'refuses %j with %s before anything is written',
    async (args, code, message) => {
      const { exitCode, error } = await generate(...args);
      expect([exitCode, error?.code]).toEqual([2, code]);
      expect(error?.message).toMatch(message);
      expect(error?.hint).not.toBe('');
      expect(readdirSync(temporary.path)).not.toContain('x');
    },
    60_000,
  );

  test.each(['0', '-1', '1.5', 'many'])(
    'refuses %s documents',
    async (count) => {
      const { exitCode, stderr } = await runAssay(['generate', '--documents', count, '--out', 'x'], {
        cwd: temporary.path,
      });
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/documents|number/);
    },
    60_000,
  );

  test('refuses lines in forms that lines cannot have', async () => {
    const { exitCode, stderr } = await runAssay(['generate', 'invoices-v2', '--jsonl', '--render', 'pdf'], {
      cwd: temporary.path,
    });
    expect([exitCode, stderr.includes('--render changes nothing with --jsonl')]).toEqual([2, true]);
  }, 60_000);

  test('leaves a folder that holds something, and a file, as they are', async () => {
    writeFileSync(pathOf('file'), 'kept');
    const taken = await generate('--documents', '1', '--out', 'set');
    expect([taken.exitCode, taken.error?.code]).toEqual([2, 'OUT_NOT_EMPTY']);
    const file = await generate('--documents', '1', '--out', 'file');
    expect([file.exitCode, file.error?.code]).toEqual([3, 'OUT_UNWRITABLE']);
    const below = await generate('--documents', '1', '--out', 'file/below');
    expect(below.exitCode).toBe(3);
    expect(below.error?.message).toContain('file');
    const preview = await generate('--preview', 'nowhere/sheet.png', '--locale', 'en-GB');
    expect([preview.exitCode, preview.error?.code]).toEqual([3, 'OUT_UNWRITABLE']);
    expect(readFileSync(pathOf('file'), 'utf8')).toBe('kept');
    expect(readdirSync(temporary.path).filter((name) => name.includes('partial'))).toEqual([]);
  }, 120_000);
});

describe('assay validate', () => {
  test('passes the committed sample by name, reading nothing of it by OCR unless there is something to scan', async () => {
    const { exitCode, stdout } = await runAssay(['validate', 'invoices-v2-sample', '--json'], { cwd: temporary.path });
    const answer = JSON.parse(stdout) as {
      gates: { gate: string; result: string }[];
      diversity: { documents: number };
    };
    expect(exitCode).toBe(0);
    expect(answer.diversity.documents).toBe(16);
    const results = Object.fromEntries(answer.gates.map(({ gate, result }) => [gate, result]));
    expect(results).toMatchObject({
      schema: 'pass',
      text: 'pass',
      reading: 'pass',
      duplicates: 'pass',
      ocr: 'skipped',
    });
  }, 60_000);
});
