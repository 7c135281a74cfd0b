import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GroundTruth } from '../../src/invoices/truth.ts';
import { readRupiah } from '../../src/datasets/import/corpora/cord-receipt.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { importFolder } from './import-folder.ts';

const temporary = makeTemporaryFolder();
let jpeg: Buffer;
let png: Buffer;
beforeAll(async () => {
  const blank = sharp({ create: { width: 400, height: 600, channels: 3, background: 'white' } });
  jpeg = await blank.clone().jpeg().toBuffer();
  png = await blank.clone().png().toBuffer();
});
afterAll(() => {
  temporary.remove();
});

/** Writes a folder of the source format and gives its path. */
function write(name: string, files: Record<string, string | Uint8Array | object>): string {
  const folder = join(temporary.path, name);
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
    );
  }
  return folder;
}

/** Values of what is present; everything else must be unknown, since these sources label nothing as absent. */
function presentOf(truth: GroundTruth | undefined): Record<string, string | null> {
  const fields = Object.entries(truth?.fields ?? {});
  expect(fields.filter(([, { state }]) => state === 'absent')).toEqual([]);
  return Object.fromEntries(
    fields.filter(([, { state }]) => state === 'present').map(([name, { value }]) => [name, value]),
  );
}

const SROIE_BOX = [
  '20,20,200,20,200,40,20,40,TAN WOON YANN, SDN BHD',
  '20,60,90,60,90,80,20,80,DATE',
  '100,61,200,61,200,81,100,81,05/03/2018',
  '20,100,90,100,90,120,20,120,TOTAL',
  '100,100,200,100,200,120,100,120,RM 1,109.00',
].join('\r\n');
const SROIE_KEY = { company: 'TAN WOON YANN, SDN BHD', date: '05/03/2018', address: 'JALAN 1', total: 'RM1,109.00' };

describe('SROIE', () => {
  test('receipts of one folder: day first, ringgit stripped, text by rows, boxes from the image', async () => {
    const folder = write('sroie', {
      'data/box/000.csv': SROIE_BOX,
      'data/img/000.jpg': jpeg,
      'data/key/000.json': SROIE_KEY,
    });
    const { truths, texts } = await importFolder('sroie', folder);
    const truth = truths.get('000');
    expect(presentOf(truth)).toEqual({
      sellerName: 'TAN WOON YANN, SDN BHD',
      issueDate: '2018-03-05',
      grossTotal: '1109.00',
    });
    expect(texts.get('000')).toBe('TAN WOON YANN, SDN BHD\nDATE 05/03/2018\nTOTAL RM 1,109.00\n');
    expect(truth?.fields.issueDate).toMatchObject({ printed: '05/03/2018', page: 1, box: [0.25, 0.1017, 0.5, 0.135] });
    expect([truth?.currency, truth?.split]).toEqual(['MYR', 'test']);
  });

  test('receipts by train and test, in Windows-1252, with empty labels', async () => {
    const folder = write('sroie-splits', {
      'train/box/X1.txt': Buffer.from(SROIE_BOX.replace('TAN', 'T\u00c4N'), 'latin1'),
      'train/entities/X1.txt': Buffer.from(
        JSON.stringify({ company: 'T\u00c4N WOON YANN, SDN BHD', total: '' }),
        'latin1',
      ),
      'test/box/X1.txt': SROIE_BOX,
      'test/entities/X1.txt': SROIE_KEY,
    });
    const { report, truths } = await importFolder('sroie', folder);
    expect(report.splits).toEqual({ test: 1, train: 1 });
    const train = [...truths.values()].find(({ split }) => split === 'train');
    expect(presentOf(train)).toEqual({ sellerName: 'T\u00c4N WOON YANN, SDN BHD' });
  });

  test('broken rows are refused with file and row, unreadable labels are faults, good receipts stay', async () => {
    const folder = write('sroie-bad', {
      'box/a.csv': `${SROIE_BOX}\n1,2,3,oops`,
      'key/a.json': SROIE_KEY,
      'box/b.csv': SROIE_BOX,
      'box/c.csv': SROIE_BOX,
      'key/c.json': '{"company": "x"',
      'box/d.csv': SROIE_BOX,
      'key/d.json': { ...SROIE_KEY, date: '31/02/2018', total: 'nine' },
    });
    const { report, truths } = await importFolder('sroie', folder);
    expect(report.refused.map(({ file, row }) => [file, row])).toEqual([
      ['box/a.csv', 6],
      ['box/b.csv', undefined],
      ['box/c.csv', undefined],
    ]);
    expect(report.refused.map(({ reason }) => reason).join('\n')).toMatch(
      /eight coordinates[^]*no labels[^]*key\/c\.json is no JSON/,
    );
    expect(report.faults.map(({ file, reason }) => `${file} ${reason}`)).toEqual([
      'key/d.json issueDate "31/02/2018" is no date that can be read (en-GB)',
      'key/d.json grossTotal "nine" is no money that can be read (en-GB)',
    ]);
    expect(presentOf(truths.get('d'))).toEqual({ sellerName: 'TAN WOON YANN, SDN BHD' });
    await expect(importFolder('sroie', folder, { out: `${folder}-strict`, strict: true })).rejects.toMatchObject({
      code: 'IMPORT_REFUSED',
    });
  });
});

const word = (text: string, x: number, y: number, isKey = 0): object => ({
  quad: { x1: x, y1: y, x2: x + 60, y2: y, x3: x + 60, y3: y + 20, x4: x, y4: y + 20 },
  is_key: isKey,
  row_id: y,
  text,
});
const CORD = {
  meta: { version: '2.0.0', split: 'train', image_id: 4, image_size: { width: 400, height: 600 } },
  valid_line: [
    { category: 'menu.cnt', group_id: 1, words: [word('2', 10, 50), word('x', 80, 50)] },
    { category: 'menu.nm', group_id: 1, words: [word('Nasi', 150, 50), word('Goreng', 220, 50)] },
    { category: 'menu.price', group_id: 1, words: [word('50.000', 300, 50)] },
    { category: 'menu.nm', group_id: 2, words: [word('Teh', 150, 80)] },
    { category: 'menu.nm', group_id: 2, words: [word('Manis', 150, 102)] },
    { category: 'menu.price', group_id: 2, words: [word('8,500', 300, 80)] },
    { category: 'sub_total.tax_price', group_id: 3, words: [word('PB1', 10, 130, 1), word('5.850', 300, 130)] },
    {
      category: 'total.total_price',
      group_id: 4,
      words: [word('Total', 10, 160, 1), word('Rp', 230, 160), word('64.350', 300, 160)],
    },
  ],
};
const CORD_VALUES = { vatTotal: '5850', grossTotal: '64350' };

describe('CORD', () => {
  test('version 1: JSON and images by split; names that wrap are one, keys are no values', async () => {
    const folder = write('cord', {
      'dev/json/receipt_00000.json': CORD,
      'dev/image/receipt_00000.png': png,
      'test/json/bad.json': { valid_line: [{}] },
    });
    const { report, truths, texts } = await importFolder('cord', folder);
    expect(report.refused).toEqual([
      { file: 'test/json/bad.json', reason: expect.stringContaining('valid_line.0') as unknown },
    ]);
    const truth = truths.get('dev-receipt_00000');
    expect(presentOf(truth)).toEqual(CORD_VALUES);
    expect(truth?.lines?.map((line) => [line.name?.value, line.quantity?.value, line.netAmount?.value])).toEqual([
      ['Nasi Goreng', '2', '50000'],
      ['Teh Manis', undefined, '8500'].map((value) => value ?? null),
    ]);
    expect(truth?.lines?.[1]?.quantity?.state).toBe('unknown');
    const span = truth?.lines?.[0]?.netAmount?.span as [number, number];
    expect(texts.get('dev-receipt_00000')?.slice(...span)).toBe('50.000');
  });

  test('version 2: Parquet with images; a broken row is refused by its number', async () => {
    const rows = [CORD, 'oops', { ...CORD, meta: { ...CORD.meta, image_id: 5 } }];
    const file = parquetWriteBuffer({
      columnData: [
        { name: 'image', data: rows.map(() => ({ bytes: new Uint8Array(png), path: 'x.png' })) },
        {
          name: 'ground_truth',
          data: rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))),
        },
      ],
      schema: [
        { name: 'root', num_children: 2 },
        { name: 'image', repetition_type: 'OPTIONAL', num_children: 2 },
        { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
        { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        { name: 'ground_truth', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      ],
      rowGroupSize: 2,
    });
    const folder = write('cord-2', {
      'data/validation-00000-of-00001-ab.parquet': new Uint8Array(file),
      'data/test-00000-of-00001-ab.parquet': 'PAR0',
    });
    const { report, truths } = await importFolder('cord', folder);
    expect([...truths.keys()]).toEqual(['dev-4', 'dev-5']);
    expect(presentOf(truths.get('dev-5'))).toEqual(CORD_VALUES);
    expect(report.refused.map(({ file: name, row }) => [name.slice(0, 9), row])).toEqual([
      ['data/test', undefined],
      ['data/vali', 2],
    ]);
  });

  test.each([
    ['Rp 1.591.600', '1591600'],
    ['25,000', '25000'],
    ['-5.000', '-5000'],
    ['12.50', '12.50'],
    ['3 X', '3'],
    ['@9.000', '9000'],
    ['75,000.00', '75000.00'],
    ['free', null],
  ])('rupiah: %s is %s', (printed, value) => {
    expect(readRupiah(printed)).toBe(value);
  });
});

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

describe('VRDU', () => {
  const text =
    'WXYZ-TV\nAdvertiser: Friends of A\nMorning News 300.00\nEvening News 950.00\nGross: $1,250.00\nGross: $1,250.00\n';
  const at = (value: string, from = 0): unknown => {
    const start = text.indexOf(value, from);
    return [`${value}\n`, [0, 0.1, 0.2, 0.3, 0.4], [[start, start + value.length + 1]]];
  };
  const row = {
    filename: 'ad-1.pdf',
    ocr: { text, pages: [] },
    annotations: [
      ['advertiser', [at('Friends of A')]],
      ['gross_amount', [at('$1,250.00'), at('$1,250.00', text.lastIndexOf('Gross'))]],
      ['contract_num', [at('WXYZ')]],
      [
        ['sub_amount', 'program_desc'],
        [at('300.00'), at('Morning News')],
      ],
      [
        ['program_desc', 'sub_amount'],
        [at('Evening News'), at('950.00')],
      ],
    ],
  };

  test('spans of the source hold, names of line items come in any order, a broken row is refused by its number', async () => {
    const lines = [JSON.stringify(row), '{"filename": 1}', '', JSON.stringify({ ...row, filename: 'ad-2.pdf' })].join(
      '\n',
    );
    const folder = write('vrdu', {
      'ad-buy-form/main/dataset.jsonl.gz': gzipSync(lines),
      'registration-form/main/dataset.jsonl': '{}',
    });
    const { report, truths, texts } = await importFolder('vrdu', folder);
    const truth = truths.get('ad-1');
    expect([...truths.keys()]).toEqual(['ad-1', 'ad-2']);
    expect(presentOf(truth)).toEqual({ buyerName: 'Friends of A', grossTotal: '1250.00' });
    expect(texts.get('ad-1')).toBe(text);
    expect(truth?.fields.buyerName).toMatchObject({ span: [20, 32], page: 1, box: [0.1, 0.2, 0.3, 0.4] });
    expect(truth?.lines?.map(({ name, netAmount }) => [name?.value, netAmount?.value])).toEqual([
      ['Morning News', '300.00'],
      ['Evening News', '950.00'],
    ]);
    expect(report.refused.map(({ file, row: number }) => [file, number])).toEqual([
      ['ad-buy-form/main/dataset.jsonl.gz', 2],
      ['registration-form/main/dataset.jsonl', undefined],
    ]);
  });

  test('a torn archive keeps the rows before the tear', async () => {
    const packed = gzipSync(
      Array.from({ length: 400 }, (_, index) =>
        JSON.stringify({ ...row, filename: `${index}-${Math.sin(index)}.pdf` }),
      ).join('\n'),
    );
    const folder = write('vrdu-torn', { 'main/dataset.jsonl.gz': packed.subarray(0, packed.length - 500) });
    const { report } = await importFolder('vrdu', folder);
    expect(report.documents).toBeGreaterThan(10);
    expect(report.refused.at(-1)?.reason).toMatch(/cannot be read further/);
  });
});
