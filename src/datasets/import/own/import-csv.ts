import { nearestOf } from '../../../core/nearest.ts';
import { describeLocale } from '../../../invoices/describe-locale.ts';
import { dirname } from 'node:path';
import { listFiles, loadSourceFile, makeIdMaker } from '../file-list.ts';
import type { Importer, ImportItem, ImportedItem } from '../importer.ts';
import { makeLabelled } from '../labels/make-labelled.ts';
import { decodeText } from '../labels/parse-source.ts';
import { Refused, refusalOf } from '../refusal.ts';
import { OWN_FIELDS } from './import-folder.ts';
import { groupDocuments, loadOwnDocument, stemOf } from './own-document.ts';
import { type CsvRow, parseCsv } from './parse-csv.ts';
import { labelsOfStated, localeOf, type StatedFields } from './stated-truth.ts';

const VERSION = 'csv-1';
const ABOUT = ['split', 'locale', 'layout', 'tier'];

/** CSV tables whose rows name a document of the folder and say its header fields. */
export const csvImporter: Importer = {
  kind: 'csv',
  reads: 'a .csv with the columns file, invoiceNumber, ... beside the documents that it names',
  version: VERSION,
  async *open(folder, { split, onTotal }): AsyncGenerator<ImportItem> {
    const files = await listFiles(folder);
    const documents = groupDocuments(files);
    const idOf = makeIdMaker();
    for (const file of files.filter((name) => /\.csv$/i.test(name))) {
      let rows: CsvRow[];
      let columns: string[];
      try {
        const [heading, ...rest] = parseCsv(decodeText(await loadSourceFile(folder, file)));
        columns = requireColumns(heading);
        rows = rest;
      } catch (thrown) {
        yield { refusal: refusalOf(file, thrown) };
        continue;
      }
      onTotal?.(rows.length);
      for (const { row, cells } of rows) {
        try {
          yield await readRow(folder, { file, row, cells, columns, documents, idOf, split });
        } catch (thrown) {
          yield { refusal: { row, ...refusalOf(file, thrown) } };
        }
      }
    }
  },
};

function requireColumns(heading: CsvRow | undefined): string[] {
  const { cells = [] } = heading ?? {};
  const allowed = ['file', ...OWN_FIELDS, ...ABOUT];
  if (!cells.includes('file')) throw new Refused(`has no column "file" but ${cells.join(', ') || 'nothing'}`, 1);
  for (const [index, name] of cells.entries()) {
    if (cells.indexOf(name) !== index) throw new Refused(`has the column "${name}" twice`, 1);
    if (allowed.includes(name)) continue;
    const nearest = nearestOf(name, allowed);
    throw new Refused(
      `has an unknown column "${name}"; ${nearest === undefined ? `known are ${allowed.join(', ')}` : `did you mean "${nearest}"?`}`,
      1,
    );
  }
  return cells;
}

interface RowSource {
  file: string;
  row: number;
  cells: readonly string[];
  columns: readonly string[];
  documents: ReadonlyMap<string, string[]>;
  idOf: (file: string) => string;
  split: string;
}

async function readRow(
  folder: string,
  { file, row, cells, columns, documents, idOf, split }: RowSource,
): Promise<ImportedItem> {
  if (cells.length !== columns.length) throw new Refused(`has ${cells.length} cells under ${columns.length} columns`);
  const values = Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? '']));
  const { file: named = '', split: ownSplit, locale, layout, tier, ...fields } = values;
  const beside = dirname(file) === '.' ? named : `${dirname(file)}/${named}`;
  const own = documents.get(stemOf(beside)) ?? documents.get(beside.toLowerCase());
  if (own === undefined) throw new Refused(`names "${named}", which is not in the folder`);
  const { page, files } = await loadOwnDocument(folder, own);
  return makeLabelled({
    id: idOf(named),
    file,
    row,
    split: ownSplit || split,
    tier: tier || 'own',
    ...(layout ? { layout } : {}),
    generator: VERSION,
    page,
    locale: localeOf(page.text, locale || undefined, describeLocale),
    header: labelsOfStated(fields as StatedFields),
    files,
  });
}
