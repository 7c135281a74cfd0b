import { parseDocument } from 'yaml';
import { z } from 'zod';
import { describeLocale } from '../../../invoices/describe-locale.ts';
import type { HeaderField, LineField } from '../../../invoices/fields.ts';
import { listFiles, loadSourceFile, makeIdMaker } from '../file-list.ts';
import type { Importer, ImportItem, ImportedItem } from '../importer.ts';
import { makeLabelled } from '../labels/make-labelled.ts';
import { decodeText, parseSource } from '../labels/parse-source.ts';
import { Refused, refusalOf } from '../refusal.ts';
import { groupDocuments, loadOwnDocument, stemOf } from './own-document.ts';
import { labelsOfStated, lineLabelsOfStated, type StatedFields, type StatedLine } from './stated-truth.ts';

const VERSION = 'invoice2data-1';

/** invoice2data's names for what its templates extract. */
const HEADER: Readonly<Record<string, HeaderField>> = {
  issuer: 'sellerName',
  invoice_number: 'invoiceNumber',
  date: 'issueDate',
  date_due: 'dueDate',
  purchase_order_id: 'purchaseOrderRef',
  customer_order_number: 'purchaseOrderRef',
  vat: 'sellerVatId',
  currency: 'currency',
  amount_untaxed: 'netTotal',
  amount_tax: 'vatTotal',
  amount: 'grossTotal',
  iban: 'iban',
  payment_reference: 'paymentReference',
};
const LINE: Readonly<Record<string, LineField>> = {
  name: 'name',
  desc: 'name',
  qty: 'quantity',
  uom: 'unit',
  price_unit: 'unitPrice',
  price_subtotal: 'netAmount',
  line_tax_percent: 'vatRate',
};

const stated = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const expectedSchema = z
  .object({ lines: z.array(z.record(z.string(), stated.catch(null))).optional() })
  .catchall(z.unknown());

/** Documents with the values that invoice2data is expected to give for them: YAML, or JSON as its own tests keep it. */
export const invoice2dataImporter: Importer = {
  kind: 'invoice2data',
  reads:
    'documents (NAME.pdf or .txt) with the expected values of invoice2data in NAME.yml, .yaml or .json beside each',
  version: VERSION,
  async *open(folder, { split, onTotal }): AsyncGenerator<ImportItem> {
    const files = await listFiles(folder);
    const documents = groupDocuments(files);
    const expected = files.filter((file) => /\.(?:ya?ml|json)$/i.test(file));
    const idOf = makeIdMaker();
    onTotal?.(expected.length);
    for (const file of expected) {
      try {
        const text = decodeText(await loadSourceFile(folder, file));
        const own = documents.get(stemOf(file));
        if (own === undefined)
          throw new Refused(
            isTemplate(text)
              ? 'is a template: it says how to read, not what is read'
              : 'has no document of its name beside it',
          );
        yield await readExpected(folder, { file, text, documents: own, id: idOf(file), split });
      } catch (thrown) {
        yield { refusal: refusalOf(file, thrown) };
      }
    }
  },
};

/** A template has keywords and fields of regular expressions; its values are not known before it is run. */
function isTemplate(text: string): boolean {
  return /^keywords\s*:/m.test(text) && /^fields\s*:/m.test(text);
}

async function readExpected(
  folder: string,
  {
    file,
    text,
    documents,
    id,
    split,
  }: { file: string; text: string; documents: readonly string[]; id: string; split: string },
): Promise<ImportedItem> {
  const parsed = parseDocument(text, { prettyErrors: true, stringKeys: true });
  const [problem] = parsed.errors;
  if (problem !== undefined)
    throw new Refused(`is no YAML: ${problem.message.split('\n')[0] ?? ''}`, problem.linePos?.[0].line);
  let value: unknown;
  try {
    // Aliases that multiply are no expected values.
    value = parsed.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new Refused(`is no YAML of values: ${(cause as Error).message}`);
  }
  if (isTemplate(text)) throw new Refused('is a template: it says how to read, not what is read');
  // Its own tests keep a list of one.
  const [only, ...others] = Array.isArray(value) ? (value as unknown[]) : [value];
  if (others.length > 0) throw new Refused(`has ${others.length + 1} sets of values for one document`);
  const { lines, ...values } = parseSource(only, expectedSchema);
  const { page, files } = await loadOwnDocument(folder, documents);
  const known = rename<HeaderField>(values, HEADER) as StatedFields;
  const cells = (lines ?? [])
    .map((line) => rename<LineField>(line, LINE) as StatedLine)
    .filter((line) => Object.keys(line).length > 0);
  return makeLabelled({
    id,
    file,
    split,
    tier: 'invoice2data',
    layout: typeof values.issuer === 'string' ? values.issuer.toLowerCase() : 'unknown',
    generator: VERSION,
    page,
    locale: describeLocale(page.text),
    header: labelsOfStated(known),
    ...(lines === undefined ? {} : { lines: lineLabelsOfStated(cells) }),
    files,
  });
}

/**
 * Values by our names; the first of two names for one field wins. `null` and empty mean that a template found nothing,
 * which says nothing about the document.
 */
function rename<Name extends string>(
  values: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, Name>>,
): Partial<Record<Name, unknown>> {
  const renamed: Partial<Record<Name, unknown>> = {};
  for (const [name, field] of Object.entries(names)) {
    const value = values[name];
    if (value === undefined || value === null || value === '' || field in renamed) continue;
    if (typeof value === 'string' || typeof value === 'number')
      renamed[field] = typeof value === 'string' ? value.replace(/ 00:00:00$/, '') : value;
  }
  return renamed;
}
