import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDocument, loadText } from './load.ts';

describe('loadDocument', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-load-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  test('gives the text of a file unchanged', async () => {
    const text = '\ufeffRechnung\r\n1\u00a0176,96 €\n';
    await writeFile(join(folder, 'a.txt'), text);
    expect(await loadDocument(join(folder, 'a.txt'))).toEqual({ kind: 'loaded', mediaType: 'text/plain', text });
  });

  test('says why a file cannot be used instead of throwing', async () => {
    await writeFile(join(folder, 'empty.txt'), ' \n');
    await writeFile(join(folder, 'a.docx'), 'x');
    expect(await loadDocument(join(folder, 'empty.txt'))).toEqual({ kind: 'failed', reason: 'is empty' });
    expect(await loadDocument(join(folder, 'none.txt'))).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('ENOENT') as string,
    });
    expect(await loadDocument(join(folder, 'a.docx'))).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('*.docx') as string,
    });
    expect(loadText(new Uint8Array([0xff, 0xfe, 0x41]))).toEqual({ kind: 'failed', reason: 'is not valid UTF-8' });
  });
});
