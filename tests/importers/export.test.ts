import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '../../src/datasets/dataset.ts';
import { exportDataset, requireExportFormat } from '../../src/datasets/export/exporter.ts';
import { renderUbl } from '../../src/datasets/export/render-ubl.ts';
import { openDataset } from '../../src/datasets/open-dataset.ts';
import { parseEInvoice } from '../../src/datasets/import/einvoice/parse-einvoice.ts';
import type { GroundTruth, TrueValue } from '../../src/invoices/truth.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { importFolder } from './import-folder.ts';
import { findUblFaults } from './ubl-order.ts';
import { readIndependently } from './read-xml-independently.ts';

const temporary = makeTemporaryFolder();
const pathOf = (name: string): string => join(temporary.path, name);
let dataset: Dataset;
let truths: Map<string, GroundTruth>;

beforeAll(async () => {
  const whole = await openDataset('datasets', { name: 'invoices-v1', path: null, split: 'test' });
  dataset = { ...whole, ids: whole.ids.slice(0, 60) };
  truths = new Map();
  for (const id of dataset.ids) truths.set(id, (await dataset.load(id)).truth);
});
afterAll(() => {
  temporary.remove();
});

const present = (value: string): TrueValue => ({ value, state: 'present', printed: value });
const WITH_LINES: GroundTruth = {
  id: 'x',
  split: 'test',
  tier: 'T2',
  layout: 'a',
  locale: 'de-DE',
  currency: 'EUR',
  generator: '1',
  fields: {
    invoiceNumber: present('R&D <7> "A"'),
    issueDate: present('2024-02-29'),
    sellerName: present('Müller & Söhne\u0007'),
    buyerName: present('Acme'),
    netTotal: present('100.00'),
    vatTotal: present('19.00'),
    grossTotal: present('119.00'),
    amountDue: { value: null, state: 'absent' },
    dueDate: { value: null, state: 'unknown' },
  },
  vatBreakdown: [{ category: 'S', rate: '19', base: '100.00', tax: '19.00' }],
  lines: [
    {
      name: present('Toner'),
      quantity: present('2'),
      unit: present('Stk.'),
      unitPrice: present('50.00'),
      netAmount: present('100.00'),
      vatRate: present('19.0'),
    },
  ],
};

describe('UBL', () => {
  test('the export of invoices-v1 comes back as the same truth through the importer', async () => {
    const report = await exportDataset(dataset, 'ubl', { out: pathOf('ubl') });
    expect(report.documents).toBe(60);
    const back = await importFolder('einvoice', pathOf('ubl'));
    expect([back.report.documents, back.report.refused]).toEqual([60, []]);
    let compared = 0;
    for (const [id, truth] of truths) {
      for (const [field, { value, state }] of Object.entries(truth.fields)) {
        if (state !== 'present') continue;
        compared += 1;
        expect([id, field, back.truths.get(id)?.fields[field as 'iban']?.value]).toEqual([id, field, value]);
      }
    }
    expect(compared).toBeGreaterThan(500);
  });

  test('nothing is made up: what is not present has no element, and missing says what UBL asks for', () => {
    const { xml, missing } = renderUbl({
      ...WITH_LINES,
      fields: { invoiceNumber: present('1') },
      vatBreakdown: [],
      lines: [],
    });
    expect(missing).toEqual([
      'IssueDate',
      'AccountingSupplierParty',
      'AccountingCustomerParty',
      'PayableAmount',
      'InvoiceLine',
    ]);
    expect(xml).not.toMatch(/IssueDate|DueDate|Amount>|Party>|Line>/);
    expect(renderUbl(WITH_LINES).missing).toEqual([]);
    const { vatTotal: _vatTotal, ...untaxed } = WITH_LINES.fields;
    expect(renderUbl({ ...WITH_LINES, fields: untaxed }).missing).toEqual(['TaxAmount']);
  });

  test('another reader finds every value, markup and control characters notwithstanding', () => {
    const { xml } = renderUbl(WITH_LINES);
    expect(XMLValidator.validate(xml)).toBe(true);
    const { header, taxes, lines } = readIndependently(xml);
    expect(header).toMatchObject({
      invoiceNumber: 'R&D <7> "A"',
      sellerName: 'Müller & Söhne\ufffd',
      grossTotal: 119,
      amountDue: 119,
    });
    expect(header.dueDate).toBeUndefined();
    expect(taxes).toEqual([{ category: 'S', rate: 19, base: 100, tax: 19 }]);
    expect(lines).toEqual([{ name: 'Toner', quantity: 2, unit: 'C62', unitPrice: 50, netAmount: 100, vatRate: 19 }]);
    const line = (new XMLParser({ removeNSPrefix: true }).parse(xml) as { Invoice: { InvoiceLine: { Item: unknown } } })
      .Invoice.InvoiceLine;
    expect(line.Item).toMatchObject({ ClassifiedTaxCategory: { ID: 'S' } });
  });

  test('invoices and credit notes of invoices-v2 have the elements of UBL in its sequence, and come back as they were', async () => {
    const whole = await openDataset('datasets', { name: 'invoices-v2', path: null, split: 'test' });
    const kinds: string[] = [];
    for (const id of whole.ids.slice(0, 120)) {
      const { truth } = await whole.load(id);
      const { xml, missing } = renderUbl(truth);
      const faults = findUblFaults(xml).filter(
        (fault) => !missing.some((name) => fault.endsWith(name) || fault.startsWith(name)),
      );
      expect([id, faults]).toEqual([id, []]);
      if (missing.length > 0) continue;
      const { header, lines } = parseEInvoice(xml);
      expect(header.grossTotal?.value, id).toBe(truth.fields.grossTotal?.value ?? undefined);
      expect(header.dueDate?.value, id).toBe(truth.fields.dueDate?.value ?? undefined);
      expect(lines.length, id).toBe(truth.lines?.length);
      kinds.push(/<cbc:\w+TypeCode>(\d+)</.exec(xml)?.[1] ?? '');
      expect(kinds.at(-1), id).toBe(truth.documentType === 'credit-note' ? '381' : '380');
    }
    expect(kinds.filter((kind) => kind === '381').length).toBeGreaterThan(5);
    expect(kinds.filter((kind) => kind === '380').length).toBeGreaterThan(40);
  });

  test('the check of the sequence sees what is misplaced, unknown, repeated, missing or without a currency', () => {
    const { xml } = renderUbl(WITH_LINES);
    expect(findUblFaults(xml)).toEqual([]);
    expect(findUblFaults(xml.replace(/<cbc:ID>R.*?<\/cbc:ID>/, ''))).toEqual(['Invoice lacks ID']);
    expect(findUblFaults(xml.replace('<cbc:IssueDate>', '<cbc:Oops/><cbc:IssueDate>'))).toEqual([
      'Invoice has no Oops',
    ]);
    const swapped = xml.replace(/(<cac:Item>[\s\S]*?<\/cac:Item>)([\s\S]*?<\/cac:Price>)/, '$2$1');
    expect(findUblFaults(swapped)).toEqual(['Item is misplaced in InvoiceLine']);
    expect(findUblFaults(xml.replace('<cbc:PayableAmount currencyID="EUR">', '<cbc:PayableAmount>'))).toEqual([
      'PayableAmount has no currency',
    ]);
  });

  test('the payable amount is derived only where nothing was prepaid', () => {
    const prepaid = { ...WITH_LINES, fields: { ...WITH_LINES.fields, prepaid: present('19.00') } };
    expect(renderUbl(prepaid).missing).toEqual(['PayableAmount']);
  });
});

test('JSON lines carry truth and text of every document, in order', async () => {
  await exportDataset(dataset, 'jsonl', { out: pathOf('set.jsonl') });
  const rows = readFileSync(pathOf('set.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as GroundTruth & { text: string });
  expect(rows.map(({ id }) => id)).toEqual(dataset.ids);
  const { text, ...truth } = rows[7] as (typeof rows)[number];
  expect(truth).toEqual(truths.get(truth.id));
  expect(text).toBe((await dataset.load(truth.id)).text);
});

test('DuckDB reads the Parquet file: every row, every value, exact decimals, nulls where nothing is present', async () => {
  const file = pathOf('set.parquet');
  await exportDataset(dataset, 'parquet', { out: file });
  const connection = await (await DuckDBInstance.create()).connect();
  const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
  const rows = reader.getRowObjects();
  expect(rows.map(({ id }) => id)).toEqual(dataset.ids);
  for (const row of rows) {
    const truth = truths.get(String(row.id)) as GroundTruth;
    for (const [field, { value, state, printed }] of Object.entries(truth.fields)) {
      expect([row[field], row[`${field}_state`], row[`${field}_printed`]]).toEqual([value, state, printed ?? null]);
    }
    expect([row.locale, row.documentCurrency, row.layout]).toEqual([truth.locale, truth.currency, truth.layout]);
    expect(row.text).toBe((await dataset.load(truth.id)).text);
  }
  connection.closeSync();
});

describe('what an export refuses', () => {
  test('an unknown format, with the nearest', () => {
    expect(() => requireExportFormat('parket')).toThrow(/allowed: ubl, jsonl, parquet/);
  });

  test('to replace anything', async () => {
    writeFileSync(pathOf('taken'), 'mine');
    for (const format of ['ubl', 'jsonl', 'parquet'] as const) {
      await expect(exportDataset(dataset, format, { out: pathOf('taken') })).rejects.toMatchObject({
        code: expect.stringMatching(/^(FILE_EXISTS|OUT_UNWRITABLE)$/) as unknown,
      });
    }
    expect(readFileSync(pathOf('taken'), 'utf8')).toBe('mine');
    await expect(exportDataset(dataset, 'ubl', { out: temporary.path })).rejects.toMatchObject({
      code: 'OUT_NOT_EMPTY',
    });
    await expect(exportDataset(dataset, 'parquet', { out: '/proc/x/set.parquet' })).rejects.toMatchObject({
      code: 'FOLDER_NOT_WRITABLE',
      exitCode: 3,
    });
  });

  test('to leave half a file when it is stopped', async () => {
    let done = 0;
    const stop = (): void => {
      done += 1;
      if (done === 20) throw new Error('stopped');
    };
    for (const format of ['ubl', 'jsonl', 'parquet'] as const) {
      done = 0;
      await expect(exportDataset(dataset, format, { out: pathOf(`half-${format}`), onDocument: stop })).rejects.toThrow(
        'stopped',
      );
    }
    expect(readdirSync(temporary.path).filter((name) => name.startsWith('half'))).toEqual([]);
  });
});
