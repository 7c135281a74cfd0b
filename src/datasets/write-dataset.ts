import type { Dataset, DatasetDocument } from './dataset.ts';
import { type WrittenDataset, writeDatasetFolder } from './write-dataset-folder.ts';

/** Writes these documents of a dataset as a dataset folder, one at a time. Refuses a folder that is not empty. */
export async function writeDataset(
  dataset: Dataset,
  ids: readonly string[],
  folder: string,
  onDocument?: () => void,
): Promise<WrittenDataset> {
  async function* documents(): AsyncGenerator<DatasetDocument> {
    for (const id of ids) yield await dataset.load(id);
  }
  return await writeDatasetFolder({
    folder,
    documents: documents(),
    describe: () => ({ name: dataset.name, split: dataset.split }),
    onDocument,
  });
}

/** One JSON object per document, truth and text together: the form that the training recipe reads. */
export async function* renderDatasetLines(dataset: Dataset, ids: readonly string[]): AsyncGenerator<string> {
  for (const id of ids) {
    const { text, truth } = await dataset.load(id);
    yield `${JSON.stringify({ ...truth, text })}\n`;
  }
}
