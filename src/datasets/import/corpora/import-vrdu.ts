import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { describeLocale } from '../../../invoices/describe-locale.ts';
import type { HeaderField, LineField } from '../../../invoices/fields.ts';
import { listFiles, loadSourceFile, makeIdMaker } from '../file-list.ts';
import type { Importer, ImportItem, ImportedItem } from '../importer.ts';
import type { LineLabels, SourceLabel } from '../labels/label-truth.ts';
import { makeLabelled } from '../labels/make-labelled.ts';
import { parseSourceJson } from '../labels/parse-source.ts';
import { loadPdf } from '../page/load-pdf.ts';
import { makePlainText, type PageText } from '../page/page-text.ts';
import { Refused, refusalOf } from '../refusal.ts';

const VERSION = 'vrdu-1';

/** `[text, [page, left, top, right, bottom], [[start, end], ...]]`; pages from 0, lengths as fractions. */
const entity = z.tuple([
  z.string(),
  z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]),
  z.array(z.tuple([z.number(), z.number()])),
]);
type Entity = z.output<typeof entity>;
const rowSchema = z.object({
  filename: z.string().min(1),
  ocr: z
    .object({ text: z.string().optional(), pages: z.array(z.object({ text: z.string().optional() })).optional() })
    .optional(),
  annotations: z.array(
    z.tuple([z.union([z.string(), z.array(z.string())]), z.array(z.union([entity, z.array(entity)]))]),
  ),
});
type Row = z.output<typeof rowSchema>;

/** What ad-buy forms share with invoices. Their contract number is none of an invoice, and stays out. */
const HEADER: Readonly<Record<string, HeaderField>> = {
  advertiser: 'buyerName',
  property: 'sellerName',
  gross_amount: 'grossTotal',
};
const LINE: Readonly<Record<string, LineField>> = { program_desc: 'name', sub_amount: 'netAmount' };

/** The ad-buy forms of VRDU: `ad-buy-form/main/dataset.jsonl[.gz]` and `pdfs/`. */
export const vrduImporter: Importer = {
  kind: 'vrdu',
  reads:
    'VRDU ad-buy forms: main/dataset.jsonl or dataset.jsonl.gz, with pdfs/; registration forms have no invoice fields',
  version: VERSION,
  async *open(folder, { split }): AsyncGenerator<ImportItem> {
    const files = await listFiles(folder);
    const idOf = makeIdMaker();
    for (const file of files.filter((name) => /(?:^|\/)dataset\.jsonl(?:\.gz)?$/i.test(name))) {
      if (/registration/i.test(file)) {
        yield { refusal: { file, reason: 'holds registration forms, which have no invoice fields' } };
        continue;
      }
      let row = 0;
      try {
        for await (const line of linesOf(join(folder, file))) {
          row += 1;
          if (line.trim() !== '') yield await readRow(folder, line, { file, row, split, files, idOf });
        }
      } catch (thrown) {
        // A torn archive ends the rows that can be read.
        if (thrown instanceof Error && 'code' in thrown)
          yield { refusal: { file, row: row + 1, reason: `cannot be read further: ${thrown.message}` } };
        else throw thrown;
      }
    }
  },
};

async function* linesOf(path: string): AsyncGenerator<string> {
  const bytes = createReadStream(path);
  // An error in either stream reaches the reader of the second.
  const input = path.toLowerCase().endsWith('.gz') ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
  input.setEncoding('utf8');
  let rest = '';
  for await (const chunk of input as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

interface RowPlace {
  file: string;
  row: number;
  split: string;
  files: readonly string[];
  idOf: (file: string) => string;
}

async function readRow(folder: string, line: string, { file, row, split, files, idOf }: RowPlace): Promise<ImportItem> {
  try {
    const parsed = parseSourceJson(line, rowSchema, row);
    const pdfName = files.find(
      (name) => name === [dirname(file), 'pdfs', parsed.filename].filter((part) => part !== '.').join('/'),
    );
    const pdf = pdfName === undefined ? undefined : await loadSourceFile(folder, pdfName);
    return makeForm(parsed, await readPage(parsed, pdf, row), { id: idOf(parsed.filename), file, row, split, pdf });
  } catch (thrown) {
    return { refusal: { row, ...refusalOf(file, thrown) } };
  }
}

/** The text that the spans of the labels count in; else that of the PDF. */
async function readPage({ ocr }: Row, pdf: Uint8Array | undefined, row: number): Promise<PageText> {
  const pages = ocr?.pages?.flatMap(({ text }) => text ?? []) ?? [];
  const text = ocr?.text ?? pages.join('');
  if (text.trim() !== '') return makePlainText(text);
  if (pdf === undefined) throw new Refused('has neither text nor a PDF in pdfs/', row);
  return (await loadPdf(pdf)).page;
}

function makeForm(
  { annotations }: Row,
  page: PageText,
  { id, file, row, split, pdf }: { id: string; file: string; row: number; split: string; pdf: Uint8Array | undefined },
): ImportedItem {
  const header: Partial<Record<HeaderField, SourceLabel[]>> = {};
  const lines: LineLabels[] = [];
  for (const [name, entries] of annotations) {
    if (typeof name === 'string') {
      const field = HEADER[name];
      // Several entries are places of the same value; where they differ, the truth is unknown.
      if (field !== undefined)
        header[field] = entries.flatMap((entry) => (isEntity(entry) ? [labelOf(entry)] : entry.map(labelOf)));
      continue;
    }
    const line: Partial<Record<LineField, SourceLabel[]>> = {};
    const cells = entries.flatMap((entry) => (isEntity(entry) ? [entry] : entry));
    for (const [index, part] of name.entries()) {
      const [field, cell] = [LINE[part], cells[index]];
      if (field !== undefined && cell !== undefined) (line[field] ??= []).push(labelOf(cell));
    }
    lines.push(line);
  }
  const files = pdf === undefined ? [] : [{ extension: 'pdf', content: pdf }];
  // Forms of the United States.
  const locale = describeLocale(page.text, 'en-US');
  return makeLabelled({
    id,
    file,
    row,
    split,
    tier: 'ad-buy-form',
    generator: VERSION,
    currency: 'USD',
    page,
    locale,
    header,
    lines,
    files,
  });
}

function isEntity(entry: Entity | Entity[]): entry is Entity {
  return typeof entry[0] === 'string';
}

function labelOf([text, [page, left, top, right, bottom], spans]: Entity): SourceLabel {
  const [span] = spans.length === 1 ? spans : [];
  return {
    text: text.trim(),
    page: page + 1,
    box: [left, top, right, bottom],
    ...(span === undefined ? {} : { span }),
  };
}
