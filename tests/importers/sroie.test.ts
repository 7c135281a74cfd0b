import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
