import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadFolderDataset } from '../../src/datasets/folder-dataset.ts';
import type { GroundTruth, TrueValue } from '../../src/invoices/truth.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { FRENCH, GERMAN } from './einvoice-facts.ts';
import { type ImportedFolder, importFolder } from './import-folder.ts';
import { type CiiProfile, type Facts, makeCii, makeUbl, makeZugferd1 } from './make-einvoice-xml.ts';
import { makeInvoicePdf } from './make-invoice-pdf.ts';
import { type Reading, readIndependently } from './read-xml-independently.ts';

const PEPPOL = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
const XRECHNUNG = 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0';
const CREDIT: Facts = { ...GERMAN, number: 'GS-2024-0003' };

/** Every good invoice of the folder, with its XML. */
const PDFS: Record<string, { xml: string; facts: Facts; language: 'de' | 'fr'; name: string }> = {};
for (const profile of ['MINIMUM', 'BASIC WL', 'BASIC', 'EN 16931', 'EXTENDED', 'XRECHNUNG'] as CiiProfile[]) {
  const id = profile.toLowerCase().replaceAll(' ', '-');
  const name = profile === 'XRECHNUNG' ? 'xrechnung.xml' : 'factur-x.xml';
  PDFS[`de-${id}`] = { xml: makeCii(GERMAN, profile), facts: GERMAN, language: 'de', name };
  PDFS[`fr-${id}`] = { xml: makeCii(FRENCH, profile), facts: FRENCH, language: 'fr', name };
}
PDFS['de-zugferd-1'] = { xml: makeZugferd1(GERMAN), facts: GERMAN, language: 'de', name: 'ZUGFeRD-invoice.xml' };
PDFS['de-ubl'] = { xml: makeUbl(GERMAN, 'Invoice', XRECHNUNG), facts: GERMAN, language: 'de', name: 'invoice.xml' };

const XMLS: Record<string, string> = {
  'bare-cii': makeCii(GERMAN, 'EN 16931'),
  'bare-minimum': makeCii(FRENCH, 'MINIMUM'),
  'bare-ubl': makeUbl(FRENCH, 'Invoice', PEPPOL),
  'bare-credit-note': makeUbl(CREDIT, 'CreditNote', XRECHNUNG),
};

const temporary = makeTemporaryFolder();
const folder = join(temporary.path, 'invoices');
let imported: ImportedFolder;

beforeAll(async () => {
  mkdirSync(folder);
  for (const [id, { xml, facts, language, name }] of Object.entries(PDFS)) {
    const pdf = await makeInvoicePdf(facts, language, { attach: [{ name, content: xml }] });
    writeFileSync(join(folder, `${id}.pdf`), pdf);
  }
  for (const [id, xml] of Object.entries(XMLS)) writeFileSync(join(folder, `${id}.xml`), xml);
  imported = await importFolder('einvoice', folder);
});
afterAll(() => {
  temporary.remove();
});

function truthOf(id: string): GroundTruth {
  return imported.truths.get(id) as GroundTruth;
}

/** What the imported truth says in the shape of the independent reading; `unknown` and `absent` say nothing. */
function asReading(truth: GroundTruth): Reading {
  const texts = new Set(['invoiceNumber', 'issueDate', 'dueDate', 'purchaseOrderRef', 'sellerName', 'sellerVatId']);
  for (const name of ['buyerName', 'buyerVatId', 'currency', 'iban', 'paymentReference', 'name', 'unit'])
    texts.add(name);
  const cell = (name: string, { value, state }: TrueValue): string | number | undefined =>
    state !== 'present' || value === null ? undefined : texts.has(name) ? value : Number(value);
  const read = (fields: object): Reading['header'] =>
    Object.fromEntries(
      Object.entries(fields as Record<string, TrueValue>).map(([name, field]) => [name, cell(name, field)]),
    );
  return {
    header: read(truth.fields),
    taxes: (truth.vatBreakdown ?? []).map(({ category, ...numbers }) => ({
      category,
      rate: Number(numbers.rate),
      base: Number(numbers.base),
      tax: Number(numbers.tax),
    })),
    lines: (truth.lines ?? []).map(read),
  };
}

/** Units are truth as printed: the XML's codes are on no page. */
const PRINTED_UNITS: Record<string, string> = { H87: 'Stk.', HUR: 'Std.', C62: 'pièces', DAY: 'jours' };
const withPrintedUnits = (reading: Reading): Reading => ({
  ...reading,
  lines: reading.lines.map((line) => ({ ...line, unit: PRINTED_UNITS[String(line.unit)] })),
});

describe('e-invoices in PDFs', () => {
  test.each(Object.keys(PDFS))('%s: the truth is what an independent reading of its XML says', (id) => {
    const { xml } = PDFS[id] as (typeof PDFS)[string];
    expect(asReading(truthOf(id))).toEqual(withPrintedUnits(readIndependently(xml)));
  });

  test('every printed value stands at its place in the text, and its box lies on the page', () => {
    let places = 0;
    for (const id of Object.keys(PDFS)) {
      const { fields, lines = [] } = truthOf(id);
      const text = imported.texts.get(id) as string;
      for (const { state, printed, span, page, box } of [fields, ...lines].flatMap((part) => Object.values(part))) {
        if (state !== 'present') continue;
        places += 1;
        expect(text.slice(...(span as [number, number]))).toBe(printed);
        expect(page).toBe(1);
        const [left, top, right, bottom] = box as [number, number, number, number];
        expect(0 < left && left < right && right < 1 && 0 < top && top < bottom && bottom < 1).toBe(true);
      }
    }
    expect(places).toBeGreaterThan(250);
  });

  test('boxes are where the page was drawn: the gross total stands right of the middle, below it', () => {
    const { box = [0, 0, 0, 0] } = truthOf('de-en-16931').fields.grossTotal ?? {};
    const [left, top, right, bottom] = box;
    // Drawn at x 460 and y 600 in ten points on A4.
    expect(left).toBeCloseTo(460 / 595.28, 2);
    expect(top).toBeGreaterThan(598 / 841.89);
    expect(bottom).toBeLessThan(614 / 841.89);
    expect(right - left).toBeGreaterThan(0.06);
  });

  test('what a profile cannot carry is unknown, not absent', () => {
    const minimum = truthOf('de-minimum');
    for (const field of ['dueDate', 'buyerVatId', 'iban', 'lineTotal', 'prepaid', 'paymentReference'] as const) {
      expect(minimum.fields[field]).toEqual({ value: null, state: 'unknown' });
    }
    expect([minimum.lines, minimum.vatBreakdown]).toEqual([undefined, undefined]);
    const basicWl = truthOf('de-basic-wl');
    expect([basicWl.lines, basicWl.vatBreakdown?.length]).toEqual([undefined, 2]);
    expect(truthOf('de-basic').lines).toHaveLength(3);
  });

  test('what the XML leaves out is absent only where the page shows nothing of the kind', async () => {
    const { due: _due, iban: _iban, ...bare } = GERMAN;
    const kept = join(temporary.path, 'left-out');
    mkdirSync(kept);
    const attach = [{ name: 'factur-x.xml', content: makeCii(bare, 'EN 16931') }];
    writeFileSync(join(kept, 'silent.pdf'), await makeInvoicePdf(bare, 'de', { attach }));
    writeFileSync(join(kept, 'talking.pdf'), await makeInvoicePdf(GERMAN, 'de', { attach }));
    const { truths } = await importFolder('einvoice', kept);
    const stateOf = (id: string, field: 'dueDate' | 'iban' | 'prepaid'): string | undefined =>
      truths.get(id)?.fields[field]?.state;
    expect([stateOf('silent', 'dueDate'), stateOf('silent', 'iban')]).toEqual(['absent', 'absent']);
    expect([stateOf('talking', 'dueDate'), stateOf('talking', 'iban')]).toEqual(['unknown', 'unknown']);
  });

  test('what the XML states and the page does not print is unknown', async () => {
    const kept = join(temporary.path, 'hidden');
    mkdirSync(kept);
    const attach = [{ name: 'factur-x.xml', content: makeCii(FRENCH, 'EN 16931') }];
    writeFileSync(
      join(kept, 'a.pdf'),
      await makeInvoicePdf(FRENCH, 'fr', { attach, hide: ['iban', 'lineTotal', 'payable'] }),
    );
    const fields = (await importFolder('einvoice', kept)).truths.get('a')?.fields;
    expect(fields?.iban?.state).toBe('unknown');
    // The same amounts stand on the page under the labels of other totals.
    expect([fields?.lineTotal?.state, fields?.amountDue?.state]).toEqual(['unknown', 'unknown']);
    expect([fields?.netTotal?.value, fields?.grossTotal?.value]).toEqual(['1250.50', '1500.60']);
  });

  test('an amount of a line is no proof that a total is printed', async () => {
    const [line] = FRENCH.lines;
    const single: Facts = { ...FRENCH, lines: line === undefined ? [] : [line], lineTotal: '1062.50', net: '1062.50' };
    const kept = join(temporary.path, 'single');
    mkdirSync(kept);
    const attach = [{ name: 'factur-x.xml', content: makeCii(single, 'EN 16931') }];
    writeFileSync(join(kept, 'a.pdf'), await makeInvoicePdf(single, 'fr', { attach, hide: ['net', 'lineTotal'] }));
    writeFileSync(join(kept, 'b.pdf'), await makeInvoicePdf(single, 'fr', { attach }));
    const { truths } = await importFolder('einvoice', kept);
    const statesOf = (id: string): unknown[] =>
      ['netTotal', 'lineTotal'].map((field) => truths.get(id)?.fields[field as 'netTotal']?.state);
    expect([statesOf('a'), statesOf('b')]).toEqual([
      ['unknown', 'unknown'],
      ['present', 'present'],
    ]);
    expect(truths.get('a')?.lines?.[0]?.netAmount?.value).toBe('1062.50');
  });

  test('a PDF takes its truth from the XML of its name when it embeds none', async () => {
    const kept = join(temporary.path, 'twins');
    mkdirSync(kept);
    writeFileSync(join(kept, 'X-1.PDF'), await makeInvoicePdf(GERMAN, 'de'));
    writeFileSync(join(kept, 'x-1.xml'), makeUbl(GERMAN, 'Invoice', XRECHNUNG));
    const { report, truths } = await importFolder('einvoice', kept);
    expect([report.documents, report.refused]).toEqual([1, []]);
    expect(truths.get('X-1')?.fields.grossTotal).toMatchObject({
      value: '1419.66',
      printed: '1.419,66',
      state: 'present',
    });
  });
});

describe('e-invoices as bare XML', () => {
  test.each(Object.keys(XMLS))('%s: the truth is what an independent reading says', (id) => {
    expect(asReading(truthOf(id))).toEqual(readIndependently(XMLS[id] as string));
  });

  test('values stand at their place in the XML', () => {
    const { fields } = truthOf('bare-cii');
    const text = imported.texts.get('bare-cii') as string;
    expect(fields.issueDate).toMatchObject({ value: '2024-03-05', printed: '20240305' });
    expect(text.slice(...(fields.issueDate?.span as [number, number]))).toBe('20240305');
    // Written with an entity, so no piece of the source is the name.
    expect(fields.sellerName).toEqual({
      value: 'Müller & Söhne GmbH',
      printed: 'Müller & Söhne GmbH',
      state: 'present',
    });
  });

  test('what is left out is absent where the profile has a place for it, else unknown', () => {
    expect(truthOf('bare-ubl').fields.prepaid?.state).toBe('absent');
    expect(truthOf('bare-minimum').fields.prepaid?.state).toBe('unknown');
  });
});

test('a written dataset loads, and keeps the original files', async () => {
  const set = await loadFolderDataset(`${folder}-set`, 'test');
  expect(set.ids).toHaveLength(Object.keys(PDFS).length + Object.keys(XMLS).length);
  expect((await set.load('de-basic')).text).toContain('RE-2024-0117');
  const original = readFileSync(join(folder, 'de-basic.pdf'));
  expect(readFileSync(join(`${folder}-set`, 'documents/de-basic.pdf')).equals(original)).toBe(true);
  expect(readFileSync(join(`${folder}-set`, 'documents/de-basic.xml'), 'utf8')).toBe(PDFS['de-basic']?.xml);
});
