import { fileWriter, parquetWriteRows } from 'hyparquet-writer';
import { HEADER_FIELDS, type HeaderField } from '../../invoices/fields.ts';
import type { Dataset, DatasetDocument } from '../dataset.ts';
import type { ExportReport, ExportTarget } from './export-target.ts';
import { writeNewFile } from './new-file.ts';

const FACTS = ['id', 'split', 'tier', 'layout', 'locale', 'currency', 'generator'] as const;
const HEADER = Object.keys(HEADER_FIELDS) as HeaderField[];
/** Documents that are in memory together. */
const ROWS_IN_GROUP = 2000;

/**
 * Writes a Parquet file with one row per document: what it is (`id`, `split`, ...; its currency as `documentCurrency`),
 * each header field as `FIELD`, `FIELD_state` and `FIELD_printed`, `vatBreakdown` and `lines` as JSON, and the `text`.
 * All columns are strings; decimals stay exact that way. Throws as {@link writeNewFile}.
 */
export async function exportParquet(dataset: Dataset, { out, onDocument }: ExportTarget): Promise<ExportReport> {
  async function* rows(): AsyncGenerator<Record<string, string | null>> {
    for (const id of dataset.ids) {
      yield makeRow(await dataset.load(id));
      onDocument?.();
    }
  }
  const columns = [
    ...FACTS.map(columnOf),
    ...HEADER.flatMap((field) => [field, `${field}_state`, `${field}_printed`]),
    'vatBreakdown',
    'lines',
    'text',
  ];
  await writeNewFile(out, async (partial) => {
    await parquetWriteRows({
      writer: fileWriter(partial),
      rows: rows(),
      columns: columns.map((name) => ({ name, type: 'STRING', nullable: true })),
      rowGroupSize: ROWS_IN_GROUP,
    });
  });
  return { documents: dataset.ids.length, out, incomplete: {} };
}

/** A field is called currency as well. */
function columnOf(fact: (typeof FACTS)[number]): string {
  return fact === 'currency' ? 'documentCurrency' : fact;
}

function makeRow({ text, truth }: DatasetDocument): Record<string, string | null> {
  const row: Record<string, string | null> = { text };
  for (const fact of FACTS) row[columnOf(fact)] = truth[fact];
  for (const field of HEADER) {
    const { value = null, state = 'unknown', printed = null } = truth.fields[field] ?? {};
    row[field] = value;
    row[`${field}_state`] = state;
    row[`${field}_printed`] = printed;
  }
  row.vatBreakdown = truth.vatBreakdown === undefined ? null : JSON.stringify(truth.vatBreakdown);
  row.lines = truth.lines === undefined ? null : JSON.stringify(truth.lines);
  return row;
}
