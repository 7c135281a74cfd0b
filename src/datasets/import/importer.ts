import type { DatasetDocument } from '../dataset.ts';
import type { Refusal } from './refusal.ts';

/** What an importer gives for each document of its source, in a fixed order. */
export type ImportItem = ImportedItem | { refusal: Refusal };

export interface ImportedItem {
  document: DatasetDocument;
  /** Labels of the source that could not be read; their fields are unknown. */
  faults?: readonly Refusal[];
}

export interface ImportOptions {
  /** Of documents whose source has no splits of its own. */
  split: string;
  /** Called once, before the first item, with the number of items to come where it is known. */
  onTotal?: ((items: number) => void) | undefined;
}

/** Reads one on-disk format. */
export interface Importer {
  /** As on the command line. */
  kind: string;
  /** What it reads, in a few words. */
  reads: string;
  /** Version of what it makes of its source; part of every truth. */
  version: string;
  /** Throws a usage error when the folder as a whole is not in this format. */
  open(folder: string, options: ImportOptions): AsyncIterable<ImportItem>;
}
