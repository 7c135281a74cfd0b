import { usageError } from '../../core/errors.ts';
import { hintNearest } from '../../core/nearest.ts';
import type { Dataset } from '../dataset.ts';
import type { ExportReport, ExportTarget } from './export-target.ts';

export const EXPORT_FORMATS = ['ubl', 'jsonl', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The format of that name. Throws `EXPORT_FORMAT` with the nearest one. */
export function requireExportFormat(name: string): ExportFormat {
  const format = EXPORT_FORMATS.find((known) => known === name);
  if (format !== undefined) return format;
  throw usageError(
    'EXPORT_FORMAT',
    `there is no export format "${name}"; allowed: ${EXPORT_FORMATS.join(', ')}`,
    hintNearest(name, EXPORT_FORMATS, 'name one of these with --to'),
  );
}

/** Writes the documents and truths of a dataset in another format. */
export async function exportDataset(
  dataset: Dataset,
  format: ExportFormat,
  target: ExportTarget,
): Promise<ExportReport> {
  // Each format's libraries are loaded only when it is asked for.
  if (format === 'ubl') return await (await import('./export-ubl.ts')).exportUbl(dataset, target);
  if (format === 'jsonl') return await (await import('./export-jsonl.ts')).exportJsonl(dataset, target);
  return await (await import('./export-parquet.ts')).exportParquet(dataset, target);
}
