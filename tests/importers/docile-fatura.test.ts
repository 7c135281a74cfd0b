import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { importFolder } from './import-folder.ts';
import { presentOf } from './present-of.ts';
import { writeSource } from './write-source.ts';

const temporary = makeTemporaryFolder();
let jpeg: Buffer;
beforeAll(async () => {
  const blank = sharp({ create: { width: 400, height: 600, channels: 3, background: 'white' } });
  jpeg = await blank.jpeg().toBuffer();
});
afterAll(() => {
  temporary.remove();
});

const write = (name: string, files: Parameters<typeof writeSource>[1]): string =>
  writeSource(join(temporary.path, name), files);

const extraction = (fieldtype: string, text: string, bbox: number[], more: object = {}): object => ({
  fieldtype,
  text,
  bbox,
  page: 0,
  ...more,
});
const DOCILE = {
  field_extractions: [
    extraction('document_id', '4711-A', [0.6, 0.08, 0.8, 0.13]),
    extraction('date_issue', '03/31/2019', [0.6, 0.18, 0.8, 0.23]),
    extraction('amount_total_gross', '$1,250.00', [0.6, 0.58, 0.8, 0.63]),
    extraction('amount_due', '$1,250.00', [0.6, 0.68, 0.8, 0.73]),
    extraction('vendor_name', 'WXYZ Radio', [0.1, 0.08, 0.3, 0.13]),
    extraction('customer_billing_name', 'A', [0, 0, 0.1, 0.1]),
    extraction('customer_billing_name', 'B', [0, 0, 0.1, 0.1]),
    extraction('vendor_email', 'x@y', [0, 0, 0.1, 0.1]),
  ],
  line_item_extractions: [
    extraction('line_item_description', 'Spot 30s', [0.1, 0.38, 0.3, 0.43], { line_item_id: 2 }),
    extraction('line_item_amount_net', '600.00', [0.6, 0.38, 0.8, 0.43], { line_item_id: 2 }),
    extraction('line_item_description', 'Spot 15s', [0.1, 0.28, 0.3, 0.33], { line_item_id: 1 }),
  ],
  line_item_headers: [],
  metadata: { cluster_id: 17, currency: 'usd', language: 'eng', document_type: 'tax_invoice', page_count: 1 },
};
const ocrWord = (value: string, left: number, top: number): object => ({
  value,
  confidence: 0.9,
  geometry: [
    [left, top],
    [left + 0.18, top + 0.03],
  ],
});
const DOCILE_OCR = {
  pages: [
    {
      page_idx: 0,
      dimensions: [2200, 1700],
      blocks: [
        { lines: [{ words: [ocrWord('WXYZ Radio', 0.11, 0.09), ocrWord('4711-A', 0.61, 0.09)] }] },
        { lines: [{ words: [ocrWord('03/31/2019', 0.61, 0.19)] }, { words: [ocrWord('Spot 15s', 0.11, 0.29)] }] },
        { lines: [{ words: [ocrWord('Spot 30s', 0.11, 0.39), ocrWord('600.00', 0.61, 0.39)] }] },
        { lines: [{ words: [ocrWord('$1,250.00', 0.61, 0.59)] }, { words: [ocrWord('$1,250.00', 0.61, 0.69)] }] },
      ],
    },
  ],
};

test('DocILE: labels find their own place by box, differing labels are unknown, lines are in order, missing files are refused', async () => {
  const folder = write('docile', {
    'train.json': ['aa', 'gone'],
    'val.json': ['bb'],
    'test.json': '{"not": "a list"}',
    'annotations/aa.json': DOCILE,
    'ocr/aa.json': DOCILE_OCR,
    'annotations/bb.json': DOCILE,
  });
  const { report, truths, texts } = await importFolder('docile', folder);
  const truth = truths.get('aa');
  expect(presentOf(truth)).toEqual({
    invoiceNumber: '4711-A',
    issueDate: '2019-03-31',
    grossTotal: '1250.00',
    amountDue: '1250.00',
    sellerName: 'WXYZ Radio',
  });
  expect([truth?.layout, truth?.currency, truth?.tier, truth?.split]).toEqual([
    'cluster-17',
    'USD',
    'tax_invoice',
    'train',
  ]);
  const text = texts.get('aa') ?? '';
  const places = ['grossTotal', 'amountDue'].map((field) => truth?.fields[field as 'grossTotal']?.span?.[0]);
  expect(places).toEqual([text.indexOf('$1,250.00'), text.lastIndexOf('$1,250.00')]);
  expect(truth?.lines?.map(({ name, netAmount }) => [name?.value, netAmount?.value])).toEqual([
    ['Spot 15s', null],
    ['Spot 30s', '600.00'],
  ]);
  expect(report.refused).toEqual([
    { file: 'test.json', reason: expect.stringContaining('not in this format') as unknown },
    { file: 'train.json', row: 2, reason: '"gone" has no annotations/gone.json' },
    { file: 'annotations/bb.json', reason: expect.stringContaining('neither ocr/bb.json nor pdfs/bb.pdf') as unknown },
  ]);
});

test('FATURA: values are cut out of texts with labels, boxes are turned over, "Due" is no issue date, splits by strategy 1', async () => {
  const annotation = {
    TITLE: { text: 'INVOICE', bbox: [20, 570, 120, 590] },
    INVOICE_INFO: { text: 'Invoice Number: INV/12-34', bbox: [20, 540, 220, 560] },
    DATE: { text: 'Date: 16-Jan-2010', bbox: [20, 510, 220, 530] },
    DUE_DATE: { text: 'Due Date : 24-Nov-2004', bbox: [20, 480, 220, 500] },
    BUYER: { text: 'Bill to:\nDenise Perez\n9280 Eric Court', bbox: [20, 400, 220, 460] },
    SUB_TOTAL: { text: 'SUB_TOTAL : 725.30 $', bbox: [200, 200, 380, 220] },
    DISCOUNT: { text: 'DISCOUNT(1.85%): (-) 13.42', bbox: [200, 170, 380, 190] },
    TOTAL: { text: 'TOTAL : 734.33 $', bbox: [200, 140, 380, 160] },
    TABLE: { bbox: [20, 240, 380, 390] },
  };
  const folder = write('fatura', {
    'Annotations/Original_Format/Template1_Instance0.json': annotation,
    'Annotations/Original_Format/Template1_Instance1.json': {
      ...annotation,
      DATE: { text: 'Due: 16-Jan-2010', bbox: [20, 510, 220, 530] },
    },
    'Annotations/Original_Format/Template2_Instance0.json': annotation,
    'images/Template1_Instance0.jpg': jpeg,
    'images/Template1_Instance1.jpg': jpeg,
    'strat1_dev.csv': 'img_path,annot_path\nTemplate1_Instance0.jpg,Template1_Instance0.json\n',
  });
  const { report, truths, texts } = await importFolder('fatura', folder);
  const truth = truths.get('Template1_Instance0');
  expect(presentOf(truth)).toEqual({
    invoiceNumber: 'INV/12-34',
    issueDate: '2010-01-16',
    dueDate: '2004-11-24',
    buyerName: 'Denise Perez',
    lineTotal: '725.30',
    allowanceTotal: '13.42',
    grossTotal: '734.33',
  });
  expect([truth?.split, truth?.layout]).toEqual(['dev', 'template1']);
  expect(texts.get('Template1_Instance0')?.startsWith('INVOICE\nInvoice Number: INV/12-34\n')).toBe(true);
  expect(truth?.fields.grossTotal?.box).toEqual([0.5, 0.7333, 0.95, 0.7667]);
  expect(truths.get('Template1_Instance1')?.fields.issueDate?.state).toBe('unknown');
  expect(report.refused).toEqual([
    {
      file: 'Annotations/Original_Format/Template2_Instance0.json',
      reason: expect.stringContaining('no image') as unknown,
    },
  ]);
});
