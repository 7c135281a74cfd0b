import type { TrialRecord } from '../../records/record.ts';
import type { Manifest } from '../../records/manifest.ts';
import type { DatasetDocument } from '../../datasets/dataset.ts';
import { usageError } from '../../core/errors.ts';
import { hintNearest } from '../../core/nearest.ts';
import type { JournalIndex } from '../live/journal-index.ts';
import type { DatasetShelf, KnownDataset } from './dataset-shelf.ts';
import type { PagePictures } from './page-pictures.ts';

/** A document of a dataset with what can be shown of it. */
export interface ShownDocument {
  known: KnownDataset;
  split: string;
  document: DatasetDocument;
  /** Pages that there are pictures of. */
  pages: number;
}

/** One document of a run with the answers of two variants. */
export interface ComparedDocument {
  manifest: Manifest;
  id: string;
  baseline: string;
  candidate: string | null;
  /** `null` where it is not measured yet. */
  before: TrialRecord | null;
  after: TrialRecord | null;
  /** `null` where the dataset is gone. */
  shown: ShownDocument | null;
  /** Whether the truth of the dataset is still the one that the answers were scored by. */
  changed: boolean;
}

export interface DocumentSources {
  datasets: DatasetShelf;
  pictures: PagePictures;
}

/** Reads a document of a run and two answers. Usage errors for ids that the run does not have. */
export async function loadComparedDocument(
  index: JournalIndex,
  { id, baseline, candidate }: { id: string; baseline: string; candidate: string | null },
  { datasets, pictures }: DocumentSources,
): Promise<ComparedDocument> {
  const { manifest } = index;
  requireOne('DOCUMENT_UNKNOWN', 'document', id, manifest.dataset.documents);
  const variants = manifest.spec.variants.map((variant) => variant.id);
  for (const variant of [baseline, candidate ?? baseline]) requireOne('VARIANT_UNKNOWN', 'variant', variant, variants);
  const before = await index.load(baseline, id);
  const after = candidate === null ? null : await index.load(candidate, id);
  const found = await datasets.ofRun(manifest);
  const document = await found?.dataset.load(id).catch(() => null);
  const shown =
    found === null || document === null || document === undefined
      ? null
      : {
          known: found.known,
          split: found.dataset.split,
          document,
          pages: await pictures.count(found.known, found.dataset.split, id).catch(() => 0),
        };
  return { manifest, id, baseline, candidate, before, after, shown, changed: hasChanged(before ?? after, shown) };
}

function requireOne(code: string, noun: string, id: string, known: readonly string[]): void {
  if (known.includes(id)) return;
  throw usageError(code, `this run has no ${noun} "${id}"`, hintNearest(id, known, `choose a ${noun} of the run`));
}

function hasChanged(record: TrialRecord | null, shown: ShownDocument | null): boolean {
  if (record === null || shown === null) return false;
  const { fields } = shown.document.truth;
  return record.score.fields.some(({ field, truth }) => {
    const now = (fields as Readonly<Record<string, { value: string | null } | undefined>>)[field];
    return now !== undefined && now.value !== truth;
  });
}
