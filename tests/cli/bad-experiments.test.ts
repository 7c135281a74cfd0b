import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAssay } from './run-assay.ts';

const HEAD = 'name: x\nquestion: Which?\ndataset: {name: invoices-v1, documents: 2}\n';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('assay run refuses, before anything is loaded or written,', () => {
  test.each([
    [
      'an unknown model',
      'model: assay-extrat\nquantization: F16\n',
      'SPEC_UNKNOWN_MODEL',
      'x.yaml:4:1',
      '`assay-extract`',
    ],
    [
      'an unknown quantization',
      'model: assay-extract\nquantization: Q8_1\n',
      'SPEC_UNKNOWN_QUANTIZATION',
      'x.yaml:5:1',
      '`Q8_0`',
    ],
    [
      'an unknown prompt',
      'model: assay-extract\nquantization: F16\nprompt: ask-cpy\n',
      'SPEC_UNKNOWN_PROMPT',
      'x.yaml:6:1',
      '`ask-copy`',
    ],
    [
      'an unknown field',
      'model: assay-extract\nquantization: F16\nfields: [grosTotal]\n',
      'SPEC_UNKNOWN_FIELD',
      'x.yaml:6:10',
      '`grossTotal`',
    ],
    [
      'a wrong type',
      'model: assay-extract\nquantization: F16\nrun:\n  epochs: two\n',
      'SPEC_INVALID',
      'x.yaml:7:3',
      null,
    ],
    ['broken YAML', 'model: assay-extract\nquantization: [F16\n', 'YAML_SYNTAX', 'x.yaml:', 'line'],
    ['a model file that is not there', 'model: ./nowhere.gguf\n', 'SPEC_FILE_NOT_FOUND', 'x.yaml:4:1', 'path'],
  ])('%s', async (_name, body, code, where, hint) => {
    await writeFile(join(folder, 'x.yaml'), HEAD + body);
    const { exitCode, stdout } = await runAssay(['run', 'x.yaml', '--json'], { cwd: folder });
    const document = JSON.parse(stdout) as { error: { code: string; message: string; hint: string | null } };
    expect({ exitCode, code: document.error?.code }).toEqual({ exitCode: 2, code });
    expect(document.error.message).toContain(where);
    if (hint !== null) expect(document.error.hint).toContain(hint);
    expect(existsSync(join(folder, 'results'))).toBe(false);
  });

  test('an experiment that is not there, with the nearest name', async () => {
    await writeFile(join(folder, 'quantization.yaml'), HEAD);
    const { exitCode, stderr } = await runAssay(['run', 'quantisation.yaml'], { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('error FILE_NOT_FOUND');
    expect(stderr).toContain('hint  did you mean `quantization.yaml`?');
  });
});
