import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseCsv } from '../../src/datasets/import/own/parse-csv.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { FRENCH, GERMAN } from './einvoice-facts.ts';
import { importFolder } from './import-folder.ts';
import { makeInvoicePdf } from './make-invoice-pdf.ts';
import { writeSource } from './write-source.ts';

const temporary = makeTemporaryFolder();
afterAll(() => {
  temporary.remove();
});

const write = (name: string, files: Parameters<typeof writeSource>[1]): string =>
  writeSource(join(temporary.path, name), files);

const TEXT =
  'Müller GmbH\nRechnung Nr. RE-17   Datum 05.03.2024\nToner   2 Stk.   50,00   100,00\nNetto 100,00\nMwSt 19,00\nGesamtbetrag 119,00 €\n';

describe('a folder of own documents', () => {
  test('values are canonical or as printed; null is absent, a missing field unknown; each has its place', async () => {
    const folder = write('own', {
      'a/one.txt': TEXT,
      'a/one.json': {
        invoiceNumber: 'RE-17',
        issueDate: '05.03.2024',
        sellerName: 'Müller GmbH',
        netTotal: 100,
        vatTotal: '19.00',
        grossTotal: '119,00 €',
        currency: '€',
        iban: null,
        split: 'dev',
        layout: 'mueller',
        lines: [{ name: 'Toner', quantity: 2, unit: 'Stk.', unitPrice: '50.00', netAmount: '100,00' }],
        vatBreakdown: [{ rate: 19, base: '100.00', tax: '19.00' }],
      },
    });
    const { truths, texts } = await importFolder('folder', folder);
    const truth = truths.get('a-one');
    const values = Object.entries(truth?.fields ?? {}).map(([name, { value, state }]) => [
      name,
      state === 'present' ? value : state,
    ]);
    expect(Object.fromEntries(values.filter(([, value]) => value !== 'unknown'))).toEqual({
      invoiceNumber: 'RE-17',
      issueDate: '2024-03-05',
      sellerName: 'Müller GmbH',
      netTotal: '100',
      vatTotal: '19.00',
      grossTotal: '119.00',
      currency: 'EUR',
      iban: 'absent',
    });
    expect(truth?.fields.dueDate?.state).toBe('unknown');
    expect([truth?.split, truth?.layout, truth?.locale, truth?.currency]).toEqual(['dev', 'mueller', 'de-DE', 'EUR']);
    const text = texts.get('a-one') ?? '';
    expect(text).toBe(TEXT);
    // The net total also is the amount of the line; its label tells them apart.
    expect(truth?.fields.netTotal).toMatchObject({
      printed: '100,00',
      span: [TEXT.indexOf('Netto') + 6, TEXT.indexOf('Netto') + 12],
    });
    expect(truth?.lines).toHaveLength(1);
    expect(truth?.lines?.[0]).toMatchObject({
      quantity: { value: '2' },
      unit: { value: 'Stk.' },
      netAmount: { value: '100.00' },
      vatRate: { state: 'unknown' },
    });
    expect(truth?.vatBreakdown).toEqual([{ category: 'S', rate: '19', base: '100.00', tax: '19.00' }]);
  });

  test('a PDF gives its text and boxes, and is kept', async () => {
    const folder = write('own-pdf', {
      'x.pdf': await makeInvoicePdf(GERMAN, 'de'),
      'x.json': { grossTotal: '1419.66', dueDate: '2024-04-04' },
    });
    const fields = (await importFolder('folder', folder)).truths.get('x')?.fields;
    expect(fields?.grossTotal).toMatchObject({ printed: '1.419,66', page: 1 });
    expect(fields?.dueDate).toMatchObject({ value: '2024-04-04', printed: '04.04.2024' });
  });

  test('every mistake is refused with its file and reason, and the good document stays', async () => {
    const bad: Record<string, [string | object, RegExp]> = {
      'array.json': [[], /is no JSON object/],
      'boolean.json': [{ grossTotal: true }, /grossTotal is true/],
      'broken.json': ['{', /is no JSON/],
      'calendar.json': [{ issueDate: '2023-02-29' }, /a day that the calendar does not have/],
      'huge.json': [{ grossTotal: 1e25 }, /no plain decimal/],
      'line.json': [{ lines: [{ amount: 1 }] }, /no field "lines\.0\.amount"/],
      'locale.json': [{ locale: 'xx-XX' }, /locale "xx-XX" is not known/],
      'misspelt.json': [{ grosTotal: 1 }, /has no field "grosTotal"; did you mean "grossTotal"\?/],
      'nested.json': [{ grossTotal: { value: 1 } }, /not in this format at grossTotal/],
      'no-document.json': [{ grossTotal: 1 }, /no document of its name/],
      'picture.json': [{ grossTotal: 1 }, /has no text; put a \.txt/],
    };
    const files: Record<string, string | object> = {
      'good.txt': TEXT,
      'good.json': { grossTotal: '119.00' },
      'unlabelled.txt': TEXT,
      'picture.png': 'x',
    };
    for (const [file, [content]] of Object.entries(bad)) {
      files[file] = content;
      if (!/no-document|picture/.test(file)) files[file.replace('.json', '.txt')] = TEXT;
    }
    const { report, truths } = await importFolder('folder', write('own-bad', files));
    expect([...truths.keys()]).toEqual(['good']);
    expect(report.refused.map(({ file }) => file)).toEqual([...Object.keys(bad), 'unlabelled.txt']);
    for (const { file, reason } of report.refused)
      expect(`${file} ${reason}`).toMatch(bad[file]?.[1] ?? /no \.json of its name/);
  });
});

describe('a table of own documents', () => {
  test('rows name documents; empty cells are unknown; a bad row is refused by its line', async () => {
    const folder = write('csv', {
      'truth.csv':
        '\ufefffile;invoiceNumber;sellerName;grossTotal;split\r\none.txt;RE-17;"Müller\nGmbH";"119,00";\r\n\r\ngone.txt;1;2;3;\r\ntwo;RE-17;;x;dev\r\nthree.txt;1\r\n',
      'one.txt': TEXT,
      'two.txt': TEXT,
      'three.txt': TEXT,
    });
    const { report, truths } = await importFolder('csv', folder);
    expect(truths.get('one')?.fields.grossTotal).toMatchObject({ value: '119.00', state: 'present' });
    expect(truths.get('one')?.fields.sellerName).toMatchObject({ value: 'Müller GmbH', printed: 'Müller GmbH' });
    expect(truths.get('two')?.fields.sellerName?.state).toBe('unknown');
    expect(report.splits).toEqual({ test: 1, dev: 1 });
    expect(report.refused).toEqual([
      { file: 'truth.csv', row: 5, reason: 'names "gone.txt", which is not in the folder' },
      { file: 'truth.csv', row: 7, reason: 'has 2 cells under 5 columns' },
    ]);
    expect(report.faults.map(({ file, row, reason }) => [file, row, reason.slice(0, 14)])).toEqual([
      ['truth.csv', 6, 'grossTotal "x"'],
    ]);
  });

  test('a table with an unknown column is refused whole, with the nearest name', async () => {
    const folder = write('csv-bad', {
      'a.csv': 'file,grosstotal\nx,1\n',
      'b.csv': 'name\nx\n',
      'one.txt': TEXT,
      'c.csv': 'file,grossTotal\none.txt,"1\n',
    });
    await expect(importFolder('csv', folder)).rejects.toMatchObject({
      code: 'IMPORT_EMPTY',
      message: expect.stringMatching(/3 refused, the first is a\.csv:1: .*did you mean "grossTotal"/) as unknown,
    });
  });

  test('cells hold separators, line breaks and quotes; rows know their lines', () => {
    expect(parseCsv('a,b\n"x, ""y""\nz", w \n\n1,2')).toEqual([
      { row: 1, cells: ['a', 'b'] },
      { row: 2, cells: ['x, "y"\nz', 'w'] },
      { row: 5, cells: ['1', '2'] },
    ]);
    expect(parseCsv('a\tb\tc, d')).toEqual([{ row: 1, cells: ['a', 'b', 'c, d'] }]);
    expect(parseCsv('')).toEqual([]);
    expect(() => parseCsv('a,"b')).toThrow(/never closed/);
  });
});

describe('expected values of invoice2data', () => {
  test('YAML and JSON by its names; what a template did not find is unknown', async () => {
    const folder = write('i2d', {
      'one.txt': TEXT,
      'one.yml':
        'issuer: Müller GmbH\ninvoice_number: RE-17\ndate: 2024-03-05 00:00:00\namount: 119.0\namount_untaxed: 100\nvat: null\ncurrency: EUR\ndesc: Invoice from Müller\nlines:\n  - {name: Toner, qty: 2.0, uom: Stk., price_unit: 50.0, price_subtotal: 100.0}\n  - {sectionheader: Food}\n',
      'two.pdf': await makeInvoicePdf(FRENCH, 'fr'),
      'two.json': [
        { issuer: 'Boulangerie Lefèvre SARL', amount: 1500.6, date: '2025-01-09', invoice_number: 'FA-2025/0042' },
      ],
    });
    const { report, truths } = await importFolder('invoice2data', folder);
    expect([report.documents, report.refused, report.faults]).toEqual([2, [], []]);
    const { fields, lines, layout } = truths.get('one') ?? {};
    expect([
      fields?.issueDate?.value,
      fields?.grossTotal?.value,
      fields?.netTotal?.value,
      fields?.sellerVatId?.state,
    ]).toEqual(['2024-03-05', '119', '100', 'unknown']);
    expect([lines?.length, lines?.[0]?.name?.value, layout]).toEqual([1, 'Toner', 'müller gmbh']);
    expect(truths.get('two')?.fields.grossTotal).toMatchObject({
      value: '1500.6',
      printed: expect.stringMatching(/^1\s500,60$/) as unknown,
    });
  });

  test('templates, alias bombs and broken YAML are refused', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]},`.repeat(9)}]`)
      .join('\n')}\n`;
    const folder = write('i2d-bad', {
      'bomb.yml': bomb,
      'bomb.txt': TEXT,
      'broken.yml': 'a: [1\nb: 2',
      'broken.txt': TEXT,
      'two.json': [{}, {}],
      'two.txt': TEXT,
      'templates/x.yml': 'issuer: X\nkeywords:\n  - X\nfields:\n  amount: Total (.*)\n',
      'ok.yml': 'amount: 119.00',
      'ok.txt': TEXT,
    });
    const { report } = await importFolder('invoice2data', folder);
    expect(report.documents).toBe(1);
    const reasons = report.refused.map(({ file, reason }) => `${file} ${reason}`);
    expect(reasons).toEqual([
      expect.stringMatching(/^bomb\.yml is no YAML of values/),
      expect.stringMatching(/^broken\.yml is no YAML/),
      expect.stringMatching(/^templates\/x\.yml is a template/),
      expect.stringMatching(/^two\.json has 2 sets of values/),
    ]);
  });
});
