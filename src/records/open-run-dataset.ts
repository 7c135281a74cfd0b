import { usageError } from '../core/errors.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { digestDocuments } from '../datasets/select-documents.ts';
import { openSpecDataset } from '../tasks/open-spec-dataset.ts';
import { formsOf } from '../spec/pipelines.ts';
import type { Manifest } from './manifest.ts';

/**
 * The documents that a run was measured on. Throws a usage error when the dataset is gone, or when texts or truths are no
 * longer those of the run: answers must not be held against other invoices.
 */
export async function openRunDataset({ spec, dataset: measured }: Manifest): Promise<Dataset> {
  const dataset = await openSpecDataset(spec);
  const known = new Set(dataset.ids);
  const missing = measured.documents.filter((id) => !known.has(id)).length;
  const digest = missing === 0 ? await digestDocuments(dataset, measured.documents, formsOf(spec)) : null;
  if (digest === measured.digest) return dataset;
  const what = missing > 0 ? `lacks ${missing} of the documents of the run` : `has other texts or truths than the run`;
  throw usageError(
    'DATASET_CHANGED',
    `dataset ${dataset.name}/${dataset.split} ${what}; its digest was ${measured.digest.slice(0, 12)}`,
    'restore the dataset as it was, or run the experiment again',
  );
}
