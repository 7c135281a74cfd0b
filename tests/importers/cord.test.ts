import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRupiah } from '../../src/datasets/import/corpora/cord-receipt.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { importFolder } from './import-folder.ts';
import { presentOf } from './present-of.ts';
import { writeSource } from './write-source.ts';

const temporary = makeTemporaryFolder();
let png: Buffer;
beforeAll(async () => {
  const blank = sharp({ create: { width: 400, height: 600, channels: 3, background: 'white' } });
  png = await blank.png().toBuffer();
});
afterAll(() => {
  temporary.remove();
});

const write = (name: string, files: Parameters<typeof writeSource>[1]): string =>
  writeSource(join(temporary.path, name), files);

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
