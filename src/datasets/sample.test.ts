import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDataset } from './open-dataset.ts';
import { addScanBoxes } from './rendering/add-scan-boxes.ts';
import { renderPdf } from './rendering/render-pdf.ts';
import { planScan } from './rendering/scan-plan.ts';
import { generateInvoiceV2, layoutTextOf } from './synthesis/v2/generate.ts';

const SEED = 7;
const documents = join('datasets', 'invoices-v2-sample', 'documents');

describe('the committed sample', () => {
  test('is opened by its name, with every tier, every trap and more than one language', async () => {
    const sample = await openDataset('datasets', { name: 'invoices-v2-sample', path: null, split: 'test' });
    expect([sample.name, sample.ids.length]).toEqual(['invoices-v2-sample', 16]);
    const truths = await Promise.all(sample.ids.map(async (id) => (await sample.load(id)).truth));
    expect(new Set(truths.map(({ tier }) => tier)).size).toBe(5);
    expect(new Set(truths.map(({ locale }) => locale)).size).toBeGreaterThan(5);
    await expect(
      openDataset('datasets', { name: 'invoices-v2-sample', path: null, split: 'dev' }),
    ).rejects.toMatchObject({ code: 'DATASET_EMPTY' });
  });

  test('is what the generator still makes: text, layout text, PDF and truth, byte by byte', async () => {
    const lines = (await readFile(join('ground-truth', 'invoices-v2-sample.jsonl'), 'utf8')).trim().split('\n');
    expect(lines.length).toBe(16);
    for (const line of lines) {
      const { id } = JSON.parse(line) as { id: string };
      const [, split = '', index = ''] = /^v2-(.+)-(\d{6})$/.exec(id) ?? [];
      const invoice = generateInvoiceV2(SEED, split, Number(index));
      const plans = invoice.pages.map((_, page) => planScan(SEED, id, page + 1));
      const truth = { ...addScanBoxes(invoice.truth, invoice.pages, plans), split: 'test' };
      expect(line, id).toBe(JSON.stringify(truth));
      const read = (extension: string) => readFile(join(documents, `${id}.${extension}`));
      expect((await read('txt')).toString(), id).toBe(invoice.text);
      expect((await read('layout.txt')).toString(), id).toBe(layoutTextOf(invoice));
      expect((await read('pdf')).equals(await renderPdf(invoice.pages, { title: id })), id).toBe(true);
    }
  });
});
