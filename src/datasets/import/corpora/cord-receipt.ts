import { z } from 'zod';
import { describeLocale } from '../../../invoices/describe-locale.ts';
import type { HeaderField, LineField } from '../../../invoices/fields.ts';
import type { DocumentFile } from '../../dataset.ts';
import type { ImportedItem } from '../importer.ts';
import type { SourceLabel } from '../labels/label-truth.ts';
import { makeLabelled } from '../labels/make-labelled.ts';
import { textOrNumber } from '../labels/parse-source.ts';
import { boxOfPolygon, makeWordPage, type PageSize } from '../labels/word-page.ts';
import { Refused } from '../refusal.ts';

export const CORD_VERSION = 'cord-1';

const quad = z.object({
  x1: z.number(),
  y1: z.number(),
  x2: z.number(),
  y2: z.number(),
  x3: z.number(),
  y3: z.number(),
  x4: z.number(),
  y4: z.number(),
});
export const receiptSchema = z.object({
  meta: z
    .object({
      image_id: z.number().optional(),
      image_size: z.object({ width: z.number(), height: z.number() }).optional(),
    })
    .optional(),
  valid_line: z.array(
    z.object({
      category: z.string(),
      group_id: z.number(),
      words: z.array(z.object({ quad, is_key: z.union([z.number(), z.boolean()]).optional(), text: textOrNumber })),
    }),
  ),
});

const HEADER: Readonly<Record<string, HeaderField>> = {
  'sub_total.subtotal_price': 'lineTotal',
  'sub_total.discount_price': 'allowanceTotal',
  'sub_total.service_price': 'chargeTotal',
  'sub_total.tax_price': 'vatTotal',
  'total.total_price': 'grossTotal',
};
const LINE: Readonly<Record<string, LineField>> = {
  'menu.nm': 'name',
  'menu.cnt': 'quantity',
  'menu.unitprice': 'unitPrice',
  'menu.price': 'netAmount',
};

export interface ReceiptPlace {
  id: string;
  file: string;
  row?: number;
  split: string;
  files: readonly DocumentFile[];
}

/** A receipt of CORD by its `valid_line` labels, which say which words a value is; `gt_parse` repeats them without places. */
export function makeCordReceipt(receipt: z.output<typeof receiptSchema>, place: ReceiptPlace): ImportedItem {
  const size = receipt.meta?.image_size;
  const words = receipt.valid_line.flatMap(({ words }) =>
    words.map(({ text, quad: corners }) => ({ text, page: 1, box: boxOfPolygon(polygonOf(corners)) })),
  );
  if (words.length === 0) throw new Refused('has no words: without them the receipt has no text', place.row);
  const page = makeWordPage(words, () => size);
  const header: Partial<Record<HeaderField, SourceLabel[]>> = {};
  const groups = new Map<number, Partial<Record<LineField, SourceLabel[]>>>();
  for (const { category, group_id, words: own } of receipt.valid_line) {
    const label = labelOf(
      own.filter(({ is_key }) => !is_key),
      size,
    );
    if (label === undefined) continue;
    const field = HEADER[category];
    if (field !== undefined) (header[field] ??= []).push(label);
    const cell = LINE[category];
    if (cell === undefined) continue;
    const line = groups.get(group_id) ?? {};
    groups.set(group_id, line);
    // A name that wraps is one label per row.
    const [before] = line[cell] ?? [];
    if (cell === 'name' && before !== undefined) line.name = [{ ...before, text: `${before.text} ${label.text}` }];
    else (line[cell] ??= []).push(label);
  }
  return makeLabelled({
    ...place,
    tier: 'receipt',
    generator: CORD_VERSION,
    currency: 'IDR',
    page,
    locale: describeLocale(page.text),
    header,
    lines: [...groups.values()],
    readAmount: readRupiah,
  });
}

function labelOf(
  words: z.output<typeof receiptSchema>['valid_line'][number]['words'],
  size: PageSize | undefined,
): SourceLabel | undefined {
  const text = words
    .map((word) => word.text)
    .join(' ')
    .trim();
  if (text === '') return undefined;
  const [left, top, right, bottom] = boxOfPolygon(words.flatMap(({ quad: corners }) => polygonOf(corners)));
  if (size === undefined) return { text };
  const share = (length: number, of: number): number => Number(Math.min(1, Math.max(0, length / of)).toFixed(4));
  const { width, height } = size;
  return { text, page: 1, box: [share(left, width), share(top, height), share(right, width), share(bottom, height)] };
}

function polygonOf({ x1, y1, x2, y2, x3, y3, x4, y4 }: z.output<typeof quad>): number[] {
  return [x1, y1, x2, y2, x3, y3, x4, y4];
}

/**
 * Amounts and counts of Indonesian receipts: both `.` and `,` group thousands, a last group of one or two digits is
 * decimals; `Rp`, `IDR`, `@`, and the `x` of counts are left out.
 */
export function readRupiah(printed: string): string | null {
  const text = printed
    .normalize('NFKC')
    .replace(/\b(?:rp|idr)\b\.?|[@x*\s]|pcs?/gi, '')
    .replace(/[.,]-?$/, '');
  const match = /^([-(]?)(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?\)?-?$/.exec(text.replace(/^rp\.?/i, ''));
  if (match === null) return null;
  const whole = (match[2] as string).replace(/[.,]/g, '').replace(/^0+(?=\d)/, '');
  const amount = match[3] === undefined ? whole : `${whole}.${match[3]}`;
  const negative = match[1] !== '' || text.endsWith('-');
  return negative && /[1-9]/.test(amount) ? `-${amount}` : amount;
}
