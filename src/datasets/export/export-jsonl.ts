import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Dataset } from '../dataset.ts';
import { renderDatasetLines } from '../write-dataset.ts';
import type { ExportReport, ExportTarget } from './export-target.ts';
import { writeNewFile } from './new-file.ts';

/** Writes one JSON object per document, truth and text together, into a new file. Throws as {@link writeNewFile}. */
export async function exportJsonl(dataset: Dataset, { out, onDocument }: ExportTarget): Promise<ExportReport> {
  async function* lines(): AsyncGenerator<string> {
    for await (const line of renderDatasetLines(dataset, dataset.ids)) {
      onDocument?.();
      yield line;
    }
  }
  await writeNewFile(out, async (partial) => {
    await pipeline(Readable.from(lines()), createWriteStream(partial));
  });
  return { documents: dataset.ids.length, out, incomplete: {} };
}
