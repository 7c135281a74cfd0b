import { z } from 'zod';
import { describeLocale } from '../../../invoices/describe-locale.ts';
import type { HeaderField } from '../../../invoices/fields.ts';
import { listFiles, loadSourceFile, makeIdMaker } from '../file-list.ts';
import type { Importer, ImportItem, ImportedItem } from '../importer.ts';
import type { Box, SourceLabel } from '../labels/label-truth.ts';
import { makeLabelled } from '../labels/make-labelled.ts';
import { decodeText, parseSourceJson } from '../labels/parse-source.ts';
import { imageExtension, loadImageSize, makeWordPage, type PageSize } from '../labels/word-page.ts';
import { amountCandidates, dateCandidates } from '../page/candidates.ts';
import { Refused, refusalOf } from '../refusal.ts';
import { parseCsv } from '../own/parse-csv.ts';

const VERSION = 'fatura-1';
const ANNOTATION = /(?:^|\/)Original_Format\/((Template\d+)_Instance\d+)\.json$/i;
const entrySchema = z.object({ text: z.string().default(''), bbox: z.array(z.number()).length(4) });
const annotationSchema = z.record(z.string(), z.unknown());

type Kind = 'date' | 'money' | 'afterLabel' | 'firstLine';
/** Texts include their labels, so each says how its value is cut out. */
const FIELDS: Readonly<Record<string, readonly [HeaderField, Kind]>> = {
  DATE: ['issueDate', 'date'],
  DUE_DATE: ['dueDate', 'date'],
  INVOICE_INFO: ['invoiceNumber', 'afterLabel'],
  NUMBER: ['invoiceNumber', 'afterLabel'],
  PO_NUMBER: ['purchaseOrderRef', 'afterLabel'],
  SELLER_NAME: ['sellerName', 'firstLine'],
  BUYER: ['buyerName', 'afterLabel'],
  SUB_TOTAL: ['lineTotal', 'money'],
  DISCOUNT: ['allowanceTotal', 'money'],
  TAX: ['vatTotal', 'money'],
  TOTAL: ['grossTotal', 'money'],
  AMOUNT_DUE: ['amountDue', 'money'],
};

/** FATURA: `images/TemplateN_InstanceM.jpg` and `Annotations/Original_Format/`, splits by `strat1_*.csv` where they are. */
export const faturaImporter: Importer = {
  kind: 'fatura',
  reads: 'FATURA: Annotations/Original_Format/TemplateN_InstanceM.json, images/, strat1_{train,dev,test}.csv',
  version: VERSION,
  async *open(folder, { split, onTotal }): AsyncGenerator<ImportItem> {
    const files = await listFiles(folder);
    const annotations = files.filter((file) => ANNOTATION.test(file));
    const images = new Map(
      files
        .filter((file) => /\.(?:jpe?g|png)$/i.test(file))
        .map((file) => [(file.split('/').at(-1) ?? '').toLowerCase(), file]),
    );
    const splits = await readSplits(folder, files);
    const idOf = makeIdMaker();
    onTotal?.(annotations.length);
    for (const file of annotations) {
      const [, stem = '', template = ''] = ANNOTATION.exec(file) ?? [];
      try {
        const image = images.get(`${stem}.jpg`.toLowerCase()) ?? images.get(`${stem}.png`.toLowerCase());
        if (image === undefined)
          throw new Refused(`has no image ${stem}.jpg: the heights of its boxes count from below`);
        const own = splits.get(stem.toLowerCase()) ?? split;
        yield await readInvoice(folder, { file, image, id: idOf(stem), split: own, layout: template.toLowerCase() });
      } catch (thrown) {
        yield { refusal: refusalOf(file, thrown) };
      }
    }
  },
};

async function readSplits(folder: string, files: readonly string[]): Promise<Map<string, string>> {
  const splits = new Map<string, string>();
  for (const file of files) {
    const split = /(?:^|\/)strat1_(train|dev|test)\.csv$/i.exec(file)?.[1]?.toLowerCase();
    if (split === undefined) continue;
    const [heading, ...rows] = parseCsv(decodeText(await loadSourceFile(folder, file)));
    const column = heading?.cells.indexOf('img_path') ?? -1;
    for (const { cells } of rows) {
      const name = (cells[column] ?? '').split(/[/\\]/).at(-1) ?? '';
      splits.set(name.replace(/\.\w+$/, '').toLowerCase(), split);
    }
  }
  return splits;
}

async function readInvoice(
  folder: string,
  { file, image, id, split, layout }: { file: string; image: string; id: string; split: string; layout: string },
): Promise<ImportedItem> {
  const picture = await loadSourceFile(folder, image);
  const size = await loadImageSize(picture);
  if (size === undefined) throw new Refused(`has an image that cannot be read: ${image}`);
  const annotation = parseSourceJson(decodeText(await loadSourceFile(folder, file)), annotationSchema);
  const entries = Object.entries(annotation).flatMap(([key, value]) => {
    const entry = entrySchema.safeParse(value).data;
    // The table has a box and no text.
    return entry === undefined || entry.text.trim() === ''
      ? []
      : [{ key, text: entry.text, box: flip(entry.bbox, size) }];
  });
  const words = entries.flatMap(({ text, box: [left, top, right, bottom] }) => {
    const lines = text.split('\n');
    const step = (bottom - top) / lines.length;
    return lines.map((line, index) => ({
      text: line,
      page: 1,
      box: [left, top + index * step, right, top + (index + 1) * step] as const,
    }));
  });
  if (words.length === 0) throw new Refused('has no text');
  const page = makeWordPage(words, () => size);
  // Templates of FATURA are English, with point for decimals and months in words.
  const locale = describeLocale(page.text, 'en-GB');
  const header: Partial<Record<HeaderField, SourceLabel[]>> = {};
  for (const { key, text, box } of entries) {
    const [field, kind] = FIELDS[key] ?? [];
    if (field === undefined || kind === undefined) continue;
    const value = cut(key, text, kind);
    if (value !== undefined) (header[field] ??= []).push({ text: value, page: 1, box: shareOf(box, size) });
  }
  return makeLabelled({
    id,
    file,
    split,
    tier: 'fatura',
    layout,
    generator: VERSION,
    page,
    locale,
    header,
    files: [{ extension: imageExtension(picture), content: picture }],
  });
}

/** The value within a text that includes its label; nothing where the text is of another field. */
function cut(key: string, text: string, kind: Kind): string | undefined {
  // Some templates annotate the due date as the date.
  if (key === 'DATE' && /^\s*(?:payment\s+)?due/i.test(text)) return undefined;
  const [candidate] =
    kind === 'date'
      ? dateCandidates(text, { dateOrder: 'dmy', language: 'en' })
      : kind === 'money'
        ? amountCandidates(text, { decimal: '.' }).slice(-1)
        : [];
  if (kind === 'date' || kind === 'money') {
    return candidate === undefined ? text : text.slice(candidate.start, candidate.end);
  }
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines.find((line) => line !== '' && !/^(?:bill to|buyer|sold to)\s*:?$/i.test(line)) ?? '';
  const after = kind === 'afterLabel' ? first.replace(/^[^:#]*[:#]\s*/, '') : first;
  // "Invoice no 123": a label without a colon ends before the first word with a digit.
  return key === 'BUYER' || kind === 'firstLine' ? after : (/\S*\d\S*/.exec(after)?.[0] ?? undefined);
}

/** Boxes of FATURA are left, bottom, right, top from the bottom of the page, in either order of the heights. */
function flip([left = 0, y1 = 0, right = 0, y2 = 0]: readonly number[], { height }: PageSize): Box {
  return [left, height - Math.max(y1, y2), right, height - Math.min(y1, y2)];
}

function shareOf([left, top, right, bottom]: Box, { width, height }: PageSize): Box {
  const share = (length: number, of: number): number => Number(Math.min(1, Math.max(0, length / of)).toFixed(4));
  return [share(left, width), share(top, height), share(right, width), share(bottom, height)];
}
