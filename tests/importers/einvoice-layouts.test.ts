import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { renderUbl } from '../../src/datasets/export/render-ubl.ts';
import { renderPdf } from '../../src/datasets/rendering/render-pdf.ts';
import { generateInvoiceV2 } from '../../src/datasets/synthesis/v2/generate.ts';
import { HEADER_FIELDS, type HeaderField } from '../../src/invoices/fields.ts';
import type { Ledger } from '../../src/invoices/ledger.ts';
import { decimalOf } from '../../src/invoices/minor-units.ts';
import type { GroundTruth, TrueValue } from '../../src/invoices/truth.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { importFolder } from './import-folder.ts';

const temporary = makeTemporaryFolder();
afterAll(() => {
  temporary.remove();
});

const DOCUMENTS = 30;
const TOTALS = [
  'lineTotal',
  'allowanceTotal',
  'chargeTotal',
  'netTotal',
  'vatTotal',
  'grossTotal',
  'prepaid',
  'amountDue',
] as const;

/** Every total of the invoice, printed or not: an XML states them all, and the page decides which it shows. */
function totalsOf(ledger: Ledger): GroundTruth['fields'] {
  const stated = (amount: number): TrueValue => ({ value: decimalOf(amount, ledger.decimals), state: 'present' });
  return Object.fromEntries(TOTALS.map((field) => [field, stated(ledger[field])]));
}

test('on pages of many layouts and languages nothing false is called present or absent, and most of what is printed is found', async () => {
  const folder = join(temporary.path, 'pages');
  mkdirSync(folder);
  const truths = new Map<string, GroundTruth>();
  for (let index = 0; truths.size < DOCUMENTS; index += 1) {
    const { truth, pages, ledger } = generateInvoiceV2(11, 'test', index);
    if (truth.documentType !== 'invoice' || truth.trap !== undefined) continue;
    truths.set(truth.id, truth);
    writeFileSync(join(folder, `${truth.id}.pdf`), await renderPdf(pages, { title: truth.id }));
    writeFileSync(
      join(folder, `${truth.id}.xml`),
      renderUbl({ ...truth, fields: { ...truth.fields, ...totalsOf(ledger) } }).xml,
    );
  }
  const { report, truths: imported } = await importFolder('einvoice', folder);
  expect([report.documents, report.refused]).toEqual([DOCUMENTS, []]);
  const mistakes: unknown[] = [];
  let [printed, found] = [0, 0];
  for (const [id, { fields, locale, layout }] of truths) {
    for (const field of Object.keys(HEADER_FIELDS) as HeaderField[]) {
      const [truth, got] = [fields[field], imported.get(id)?.fields[field]] as [TrueValue | undefined, TrueValue];
      if (truth?.state === 'present') printed += 1;
      if (truth?.state === 'present' && got.state === 'present') found += 1;
      const wrong =
        got.state === 'present' &&
        truth?.state !== 'unknown' &&
        Number(got.value) !== Number(truth?.value) &&
        got.value !== truth?.value;
      if (wrong || (got.state === 'absent' && truth?.state === 'present'))
        mistakes.push([id, locale, layout, field, truth, got]);
    }
  }
  expect(mistakes).toEqual([]);
  expect(printed).toBeGreaterThan(250);
  expect(found / printed).toBeGreaterThan(0.9);
});
