import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Random } from '../../src/core/random.ts';
import { importDataset } from '../../src/datasets/import/import-dataset.ts';
import { requireImporter } from '../../src/datasets/import/importers.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { FRENCH, GERMAN } from './einvoice-facts.ts';
import { importFolder } from './import-folder.ts';
import { makeCii, makeUbl } from './make-einvoice-xml.ts';
import { makeInvoicePdf } from './make-invoice-pdf.ts';

const temporary = makeTemporaryFolder();
const CII = makeCii(GERMAN, 'EN 16931');
const attached = (content: string | Buffer, name = 'factur-x.xml'): Promise<Buffer> =>
  makeInvoicePdf(GERMAN, 'de', { attach: [{ name, content }] });
const BOMB = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'bcdefghij'[i]} "${`&${'abcdefghi'[i]};`.repeat(10)}">`).join('')}]>`;

/** Each bad file with what its refusal must say. */
const BAD: Record<string, { content: () => Promise<Buffer> | Buffer | string; says: RegExp; row?: boolean }> = {
  'amount.xml': {
    content: () => CII.replace('>1419.66<', '>1.419,66<'),
    says: /GrandTotalAmount "1\.419,66" is no decimal number/,
    row: true,
  },
  'attachment-broken.pdf': { content: () => attached(CII.slice(0, 3000)), says: /embedded factur-x\.xml.*XML broken/ },
  'attachment-is-text.pdf': { content: () => attached('hello'), says: /embedded factur-x\.xml.*XML broken/ },
  'bomb.xml': {
    content: () => CII.replace('?>', `?>${BOMB}`).replace('RE-2024-0117', '&j;'),
    says: /document type declaration/,
    row: true,
  },
  'cut.xml': { content: () => CII.slice(0, -40), says: /XML broken at \d+:\d+: unclosed tag/, row: true },
  'date.xml': {
    content: () => CII.replace('20240305', '20240230'),
    says: /DateTimeString "20240230" is no date/,
    row: true,
  },
  'deep.xml': { content: () => `${'<a>'.repeat(90_000)}${'</a>'.repeat(90_000)}`, says: /nests deeper/, row: true },
  'empty.pdf': { content: () => '', says: /PDF is malformed.*empty/ },
  'encoding.xml': { content: () => Buffer.from(CII, 'latin1'), says: /not in the encoding UTF-8/ },
  'encrypted.pdf': {
    content: () =>
      makeInvoicePdf(GERMAN, 'de', { attach: [{ name: 'factur-x.xml', content: CII }], userPassword: 'x' }),
    says: /encrypted and needs a password/,
  },
  'halved.pdf': { content: async () => (await attached(CII)).subarray(0, 900), says: /PDF is malformed/ },
  'html.pdf': { content: () => '<html>not found</html>', says: /PDF is malformed/ },
  'no-attachment.pdf': { content: () => makeInvoicePdf(GERMAN, 'de'), says: /no embedded file/ },
  'no-number.xml': { content: () => CII.replace('RE-2024-0117', ''), says: /no single invoiceNumber/ },
  'nothing.xml': { content: () => '', says: /XML broken/, row: true },
  'only-a-picture.pdf': {
    content: () => attached(Buffer.from([1, 2, 3]), 'photo.jpg'),
    says: /embeds no XML, only photo\.jpg/,
  },
  'order.pdf': {
    content: () =>
      attached(
        '<SCRDMCCBDACIOMessageStructure xmlns="urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:128"/>',
        'order-x.xml',
      ),
    says: /no CII or UBL invoice: its root is SCRDMCCBDACIOMessageStructure/,
  },
  'outside.xml': {
    content: () =>
      CII.replace('?>', '?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>').replace('RE-2024-0117', '&a;'),
    says: /document type declaration/,
    row: true,
  },
  'prefix.xml': {
    content: () => CII.replace(' xmlns:udt=', ' xmlns:other='),
    says: /unbound namespace prefix/,
    row: true,
  },
  'scan.pdf': {
    content: () => makeInvoicePdf(GERMAN, 'de', { attach: [{ name: 'factur-x.xml', content: CII }], blank: true }),
    says: /prints no text/,
  },
  'two-invoices.pdf': {
    content: () => makeInvoicePdf(FRENCH, 'fr', { attach: [{ name: 'factur-x.xml', content: CII }] }),
    says: /neither number, date nor totals of its XML/,
  },
  'ubl-order.xml': {
    content: () => makeUbl(GERMAN, 'Invoice', 'x').replaceAll('Invoice-2', 'Order-2'),
    says: /no CII or UBL invoice/,
  },
  'z-copy.xml': { content: () => makeUbl(FRENCH, 'Invoice', 'x'), says: /is the same file as a-good\.xml/ },
};

const folder = join(temporary.path, 'mixed');
beforeAll(async () => {
  mkdirSync(folder);
  for (const [file, { content }] of Object.entries(BAD)) writeFileSync(join(folder, file), await content());
  writeFileSync(join(folder, 'a-good.xml'), makeUbl(FRENCH, 'Invoice', 'x'));
  const attach = [{ name: 'factur-x.xml', content: CII }];
  writeFileSync(
    join(folder, 'locked-for-edits.pdf'),
    await makeInvoicePdf(GERMAN, 'de', { attach, ownerPassword: 'x' }),
  );
  writeFileSync(join(folder, 'notes.txt'), 'not read');
});
afterAll(() => {
  temporary.remove();
});

const strictImport = (source: string, out: string): Promise<unknown> =>
  importDataset({ importer: requireImporter('einvoice'), folder: source, out, split: 'test', strict: true });

describe('a folder of good and bad files', () => {
  test('every bad file is refused with its reason, every good one is kept, and both are counted', async () => {
    const { report, truths } = await importFolder('einvoice', folder);
    expect([...truths.keys()]).toEqual(['a-good', 'locked-for-edits']);
    expect(report.refused.map(({ file }) => file)).toEqual(Object.keys(BAD));
    for (const { file, row, reason } of report.refused) {
      const { says, row: hasRow = false } = BAD[file] as (typeof BAD)[string];
      expect(`${file}: ${reason}`).toMatch(says);
      expect([file, row !== undefined && row >= 1]).toEqual([file, hasRow]);
    }
    const described = parse(readFileSync(`${folder}-set/dataset.yaml`, 'utf8')) as {
      documents: number;
      refused: unknown[];
    };
    expect([described.documents, described.refused.length]).toEqual([2, Object.keys(BAD).length]);
  });

  test('strict refuses all, names the first bad file, and leaves no folder', async () => {
    const out = join(temporary.path, 'strict-set');
    await expect(strictImport(folder, out)).rejects.toMatchObject({
      code: 'IMPORT_REFUSED',
      exitCode: 2,
      message: expect.stringMatching(/amount\.xml:\d+: /) as unknown,
    });
    expect(existsSync(out)).toBe(false);
  });

  test('a folder without a single good file is an error and leaves no folder', async () => {
    const bad = join(temporary.path, 'bad');
    mkdirSync(bad);
    writeFileSync(join(bad, 'a.pdf'), 'x');
    await expect(importFolder('einvoice', bad)).rejects.toMatchObject({
      code: 'IMPORT_EMPTY',
      message: expect.stringContaining('a.pdf') as unknown,
    });
    expect(existsSync(`${bad}-set`)).toBe(false);
    await expect(importFolder('einvoice', join(temporary.path, 'missing'))).rejects.toMatchObject({
      code: 'IMPORT_FOLDER',
    });
  });
});

test('whatever bytes a PDF is damaged with, it is imported or refused, and the import goes on', async () => {
  const whole = await attached(CII);
  const stream = Random.stream(7, 'damage');
  const damaged = join(temporary.path, 'damaged');
  mkdirSync(damaged);
  for (let number = 0; number < 20; number += 1) {
    const bytes = Buffer.from(
      whole.subarray(0, number % 4 === 0 ? Math.floor(stream.real() * whole.length) : whole.length),
    );
    for (let change = 0; change < 1 + number * 6; change += 1)
      bytes[Math.floor(stream.real() * bytes.length)] = Math.floor(stream.real() * 256);
    writeFileSync(join(damaged, `${number}.pdf`), bytes);
    const xml = Buffer.from(CII);
    for (let change = 0; change < 1 + number; change += 1)
      xml[Math.floor(stream.real() * xml.length)] = Math.floor(stream.real() * 128);
    writeFileSync(join(damaged, `x${number}.xml`), xml);
  }
  writeFileSync(join(damaged, 'zz-good.pdf'), whole);
  const { report } = await importFolder('einvoice', damaged);
  expect(report.documents + report.refused.length).toBe(41);
  expect(report.refused.length).toBeGreaterThan(10);
});
