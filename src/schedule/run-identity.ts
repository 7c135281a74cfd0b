import { contentKey } from '../core/hash.ts';
import type { ManifestVariant } from '../records/manifest.ts';
import type { Spec } from '../spec/spec.ts';

export interface IdentityInput {
  spec: Spec;
  datasetDigest: string;
  variants: readonly ManifestVariant[];
  /** Library and release of the engine. */
  engine: string;
}

/**
 * Hash of what is asked, 12 hex digits: the same spec on the same documents, models, prompts and engine is the same run.
 * Files count by content, not by path, and the question's wording does not count.
 */
export function identityOf({ spec, datasetDigest, variants, engine }: IdentityInput): string {
  const { question: _question, dataset, task, plugins, ...asked } = spec;
  const scoring = {
    ...(task !== undefined && { task: task.digest }),
    ...(plugins !== undefined && { plugins: plugins.map(({ options, sha256 }) => ({ options, sha256 })) }),
  };
  const variantsAsked = spec.variants.map(({ file: _file, model: _model, voters: _voters, ...rest }) => rest);
  const contents = variants.map(({ id, modelSha256, promptHash, voterSha256, readers }) => ({
    id,
    modelSha256,
    promptHash,
    voterSha256,
    readers,
  }));
  return contentKey({
    ...asked,
    ...scoring,
    variants: variantsAsked,
    split: dataset.split,
    datasetDigest,
    contents,
    engine,
  }).slice(0, 12);
}
