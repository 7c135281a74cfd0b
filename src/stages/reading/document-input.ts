import type { StageTimes } from '../../core/stage-clock.ts';
import type { DocumentForm } from '../../datasets/document-form.ts';
import type { PipelineStages } from '../../spec/pipeline-schema.ts';

/** How the text of a document was come by. */
export interface InputNote {
  form: DocumentForm;
  pages: number;
  /** The last stage's result was in the cache. */
  cached: boolean;
  /** Mean confidence of the words that OCR read, 0 to 1. */
  confidence?: number;
}

/** A document as the model is to see it: as text or as pictures, or the stage that failed on it and why. */
export type DocumentInput =
  | {
      kind: 'read';
      /** Empty where the model sees the pages themselves. */
      text: string;
      /** Pictures of the pages as PNG, for models that see. */
      pages?: Uint8Array[];
      note?: InputNote;
      /** Time that reading took when it was done; what the cache had took none. */
      stageMs?: StageTimes;
    }
  | { kind: 'failed'; stage: string; reason: string };

/**
 * Reads documents by the first stages of a pipeline. Disposing of it ends its readers at once, and with them what is read ahead and
 * wanted by nobody; a document that needs a reader rejects from then on.
 */
export interface DocumentInputs extends Disposable {
  /** The text of a document. Never rejects for what is wrong with the document: that is a failed input. */
  read(id: string, stages?: PipelineStages): Promise<DocumentInput>;
  /** Begins to read documents that will be asked for, as far as the pool has room. */
  readAhead(ids: readonly string[], stages?: PipelineStages): void;
}
