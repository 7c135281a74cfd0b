import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '../dataset.ts';
import type { ExportReport, ExportTarget } from './export-target.ts';
import { writeNewFolder } from './new-file.ts';
import { renderUbl } from './render-ubl.ts';

/** Writes `ID.xml`, a UBL 2.1 invoice, for every document into a new folder. Throws as {@link writeNewFolder}. */
export async function exportUbl(dataset: Dataset, { out, onDocument }: ExportTarget): Promise<ExportReport> {
  const incomplete: Record<string, number> = {};
  await writeNewFolder(out, async (partial) => {
    for (const id of dataset.ids) {
      const { xml, missing } = renderUbl((await dataset.load(id)).truth);
      for (const name of missing) incomplete[name] = (incomplete[name] ?? 0) + 1;
      await writeFile(join(partial, `${id}.xml`), xml);
      onDocument?.();
    }
  });
  return { documents: dataset.ids.length, out, incomplete };
}
