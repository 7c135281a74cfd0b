import type { GroundTruth } from '../invoices/truth.ts';
import type { DocumentForm, FormSource } from './document-form.ts';

/** Another rendering of a document, or what it was made from: `documents/ID.extension`. */
export interface DocumentFile {
  /** Without the leading dot, e.g. `pdf` or `2.png`. */
  extension: string;
  content: string | Uint8Array;
}

/** One document with its truth. `text` is the plain-text rendering. */
export interface DatasetDocument {
  id: string;
  text: string;
  truth: GroundTruth;
  /** Written beside the text, where there are any. */
  files?: readonly DocumentFile[];
}

/** The documents of one split, loaded one at a time so that memory does not grow with their number. */
export interface Dataset {
  name: string;
  split: string;
  /** Ids in the order of the dataset. */
  ids: string[];
  /** Errors: usage error when the document's file is missing or unreadable. */
  load(id: string): Promise<DatasetDocument>;
  /** Where a form of a document is to be had. Without it there is plain text only. */
  formOf?(id: string, form: DocumentForm): Promise<FormSource>;
}
