import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ImportReport, importDataset } from '../../src/datasets/import/import-dataset.ts';
import { requireImporter } from '../../src/datasets/import/importers.ts';
import type { GroundTruth } from '../../src/invoices/truth.ts';

export interface ImportedFolder {
  report: ImportReport;
  truths: Map<string, GroundTruth>;
  texts: Map<string, string>;
}

/** Imports a folder to a new one and reads back what was written. */
export async function importFolder(
  kind: string,
  folder: string,
  { out = `${folder}-set`, split = 'test', strict = false } = {},
): Promise<ImportedFolder> {
  const report = await importDataset({ importer: requireImporter(kind), folder, out, split, strict });
  const lines = (await readFile(join(out, 'ground-truth.jsonl'), 'utf8')).trim().split('\n');
  const truths = new Map(lines.map((line) => JSON.parse(line) as GroundTruth).map((truth) => [truth.id, truth]));
  const texts = new Map<string, string>();
  for (const id of truths.keys()) texts.set(id, await readFile(join(out, 'documents', `${id}.txt`), 'utf8'));
  return { report, truths, texts };
}
