import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { importFolder } from './import-folder.ts';
import { presentOf } from './present-of.ts';
import { writeSource } from './write-source.ts';

const temporary = makeTemporaryFolder();
afterAll(() => {
  temporary.remove();
});

const write = (name: string, files: Parameters<typeof writeSource>[1]): string =>
  writeSource(join(temporary.path, name), files);

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
