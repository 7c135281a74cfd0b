import type { Dataset } from '../../datasets/dataset.ts';
import type { PipelineStages } from '../../spec/pipeline-schema.ts';
import type { DocumentInput, DocumentInputs } from './document-input.ts';

/** The documents of a dataset as pipelines read them. Nothing is started before a document needs it. */
export function openInputs(dataset: Dataset): DocumentInputs {
  return {
    async read(id: string, _stages?: PipelineStages): Promise<DocumentInput> {
      const { text } = await dataset.load(id);
      return text.trim() === '' ? { kind: 'failed', stage: 'load', reason: 'is empty' } : { kind: 'read', text };
    },
    readAhead() {},
  };
}
