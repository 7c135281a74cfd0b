import { describeLocale } from '../../../invoices/describe-locale.ts';
import type { HeaderField, LineField } from '../../../invoices/fields.ts';
import { listFiles, loadSourceFile } from '../file-list.ts';
import type { Importer, ImportItem, ImportedItem } from '../importer.ts';
import type { LineLabels, SourceLabel } from '../labels/label-truth.ts';
import { makeLabelled } from '../labels/make-labelled.ts';
import { decodeText, parseSourceJson } from '../labels/parse-source.ts';
import { makeWordPage } from '../labels/word-page.ts';
import { loadPdf } from '../page/load-pdf.ts';
import type { PageText } from '../page/page-text.ts';
import { Refused, refusalOf } from '../refusal.ts';
import { annotationSchema, type Extraction, idListSchema, readingSchema } from './docile-format.ts';

const VERSION = 'docile-1';
/** `trainval` repeats the first two; `test` has no labels unless someone adds them. */
const SPLITS: Readonly<Record<string, string>> = { train: 'train', val: 'dev', test: 'test' };

const HEADER: Readonly<Record<string, HeaderField>> = {
  document_id: 'invoiceNumber',
  date_issue: 'issueDate',
  date_due: 'dueDate',
  customer_order_id: 'purchaseOrderRef',
  vendor_name: 'sellerName',
  vendor_tax_id: 'sellerVatId',
  customer_billing_name: 'buyerName',
  customer_tax_id: 'buyerVatId',
  currency_code_amount_due: 'currency',
  amount_total_net: 'netTotal',
  amount_total_tax: 'vatTotal',
  amount_total_gross: 'grossTotal',
  amount_paid: 'prepaid',
  amount_due: 'amountDue',
  iban: 'iban',
  payment_reference: 'paymentReference',
};
const LINE: Readonly<Record<string, LineField>> = {
  line_item_description: 'name',
  line_item_quantity: 'quantity',
  line_item_units_of_measure: 'unit',
  line_item_unit_price_net: 'unitPrice',
  line_item_amount_net: 'netAmount',
  line_item_tax_rate: 'vatRate',
};

/** DocILE: lists of ids per split, `annotations/ID.json`, `ocr/ID.json`, `pdfs/ID.pdf`. */
export const docileImporter: Importer = {
  kind: 'docile',
  reads: 'DocILE: train.json, val.json, test.json, annotations/ID.json, ocr/ID.json, pdfs/ID.pdf',
  version: VERSION,
  async *open(folder, { onTotal }): AsyncGenerator<ImportItem> {
    const files = new Set(await listFiles(folder));
    const lists: { split: string; file: string; ids: string[] }[] = [];
    for (const [name, split] of Object.entries(SPLITS)) {
      const file = `${name}.json`;
      if (!files.has(file)) continue;
      try {
        lists.push({ split, file, ids: parseSourceJson(decodeText(await loadSourceFile(folder, file)), idListSchema) });
      } catch (thrown) {
        yield { refusal: refusalOf(file, thrown) };
      }
    }
    onTotal?.(lists.reduce((sum, { ids }) => sum + ids.length, 0));
    for (const { split, file, ids } of lists) {
      for (const [index, id] of ids.entries()) {
        try {
          if (!files.has(`annotations/${id}.json`))
            throw new Refused(`"${id}" has no annotations/${id}.json`, index + 1);
          yield await readDocument(folder, { id, split, files });
        } catch (thrown) {
          const refusal = refusalOf(file, thrown);
          yield {
            refusal: refusal.row === undefined ? { file: `annotations/${id}.json`, reason: refusal.reason } : refusal,
          };
        }
      }
    }
  },
};

async function readDocument(
  folder: string,
  { id, split, files }: { id: string; split: string; files: ReadonlySet<string> },
): Promise<ImportedItem> {
  const file = `annotations/${id}.json`;
  const annotation = parseSourceJson(decodeText(await loadSourceFile(folder, file)), annotationSchema);
  const pdf = files.has(`pdfs/${id}.pdf`) ? await loadSourceFile(folder, `pdfs/${id}.pdf`) : undefined;
  const page = await readPage(folder, { id, files, pdf });
  const { cluster_id, currency } = annotation.metadata;
  const header: Partial<Record<HeaderField, SourceLabel[]>> = {};
  for (const extraction of annotation.field_extractions) {
    const field = HEADER[extraction.fieldtype];
    if (field !== undefined) (header[field] ??= []).push(labelOf(extraction));
  }
  return makeLabelled({
    id,
    file,
    split,
    tier: annotation.metadata.document_type ?? 'docile',
    ...(cluster_id === undefined ? {} : { layout: `cluster-${cluster_id}` }),
    ...(currency === undefined || !/^[a-z]{3}$/i.test(currency) ? {} : { currency: currency.toUpperCase() }),
    generator: VERSION,
    page,
    locale: describeLocale(page.text),
    header,
    lines: linesOf(annotation.line_item_extractions),
    files: pdf === undefined ? [] : [{ extension: 'pdf', content: pdf }],
  });
}

/** The text that DocILE's own reading gives, so that labels and text are of one reading; else the text of the PDF. */
async function readPage(
  folder: string,
  { id, files, pdf }: { id: string; files: ReadonlySet<string>; pdf: Uint8Array | undefined },
): Promise<PageText> {
  const file = `ocr/${id}.json`;
  if (!files.has(file)) {
    if (pdf === undefined) throw new Refused(`has neither ${file} nor pdfs/${id}.pdf: the document has no text`);
    return (await loadPdf(pdf)).page;
  }
  const { pages } = parseSourceJson(decodeText(await loadSourceFile(folder, file)), readingSchema);
  const sizes = pages.map(({ dimensions }) => dimensions);
  const words = pages.flatMap(({ blocks }, index) => {
    const [height, width] = sizes[index] ?? [1, 1];
    return blocks
      .flatMap(({ lines }) => lines)
      .flatMap(({ words }) => words)
      .map(({ value, geometry: [[left, top], [right, bottom]] }) => ({
        text: value,
        page: index + 1,
        box: [left * width, top * height, right * width, bottom * height] as const,
      }));
  });
  return makeWordPage(words, (number) => {
    const [height, width] = sizes[number - 1] ?? [1, 1];
    return { width, height };
  });
}

function linesOf(extractions: readonly Extraction[]): LineLabels[] {
  const lines = new Map<number, Partial<Record<LineField, SourceLabel[]>>>();
  for (const extraction of extractions) {
    const { line_item_id = 0, fieldtype } = extraction;
    const line = lines.get(line_item_id) ?? {};
    lines.set(line_item_id, line);
    const field = LINE[fieldtype];
    if (field !== undefined) (line[field] ??= []).push(labelOf(extraction));
  }
  return [...lines.entries()].sort(([a], [b]) => a - b).map(([, line]) => line);
}

/** DocILE counts pages from 0. */
function labelOf({ text, page, bbox: [left, top, right, bottom] }: Extraction): SourceLabel {
  return { text: text ?? '', page: page + 1, box: [left, top, right, bottom] };
}
