import { join } from 'node:path';
import { contentKey } from '../core/hash.ts';
import type { Progress } from '../core/progress.ts';
import { usageError } from '../core/errors.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { digestDocuments, selectDocuments } from '../datasets/select-documents.ts';
import { HEADER_FIELDS, type HeaderField } from '../invoices/fields.ts';
import { packageRoot } from '../models/package-root.ts';
import { quantizations } from '../models/quantizations.ts';
import { listModels } from '../models/shelf/registry.ts';
import { type ResolvedModel, resolveModel } from '../models/shelf/resolve-model.ts';
import type { ManifestVariant } from '../records/manifest.ts';
import { makeRunFolder } from '../records/run-folder.ts';
import { loadNativeConfig, loadPrompt } from '../spec/definitions.ts';
import { loadKnownIds, loadSpec } from '../spec/load-spec.ts';
import type { NativeConfig } from '../spec/native-config.ts';
import type { Prompt } from '../spec/prompt.ts';
import type { Spec, VariantSpec } from '../spec/spec.ts';

/** A variant with everything that it names, found and hashed. */
export interface PreparedVariant {
  spec: VariantSpec;
  model: ResolvedModel;
  prompt: Prompt;
  content: ManifestVariant;
}

/** An experiment with everything that it names at hand; nothing is loaded yet. */
export interface PreparedRun {
  spec: Spec;
  dataset: Dataset;
  /** Ids of the documents, in the order of their selection. */
  documents: string[];
  digest: string;
  fields: string[];
  variants: PreparedVariant[];
  config: NativeConfig;
}

export interface PrepareInput {
  /** The experiment file. */
  experiment: string;
  /** Where run folders are kept; made here if need be. */
  results: string;
  progress: Progress;
}

/** Pipelines that this release can run. */
export const PIPELINES = ['text'] as const;

/**
 * Reads the experiment and finds its dataset, models and prompts; missing quantizations are made. Usage errors for
 * anything unknown, environment errors for files that do not serve.
 */
export async function prepareRun({ experiment, results, progress }: PrepareInput): Promise<PreparedRun> {
  const root = packageRoot();
  const known = await loadKnownIds(root, {
    models: listModels().map(({ id }) => id),
    quantizations: quantizations.map(({ name }) => name),
    fields: Object.keys(HEADER_FIELDS),
    pipelines: PIPELINES,
  });
  const configs = join(root, 'native-configs');
  const spec = await loadSpec(experiment, known, configs);
  const config = await loadNativeConfig(spec.device === 'auto' ? 'cpu' : spec.device, configs);
  const dataset = await openDataset(join(root, 'datasets'), spec.dataset);
  const documents = selectDocuments(dataset.ids, spec.dataset.documents, spec.run.seed);
  requireEnough(spec, dataset);
  requireDeterminism(spec);
  const digest = await digestDocuments(dataset, documents);
  const fields = await labelledFields(spec, dataset, documents);
  // Before any model is touched: a folder that cannot be written should not cost a quantization.
  await makeRunFolder(results);
  const variants = await prepareVariants(spec, join(root, 'prompts'), progress);
  return { spec, dataset, documents, digest, fields, variants, config };
}

function requireEnough({ dataset: asked }: Spec, dataset: Dataset): void {
  if (asked.documents === null || asked.documents <= dataset.ids.length) return;
  const message = `dataset ${dataset.name}/${dataset.split} has ${dataset.ids.length} documents; the experiment asks for ${asked.documents}`;
  throw usageError('DATASET_TOO_SMALL', message, `write \`documents: ${dataset.ids.length}\`, or leave it out for all`);
}

function requireDeterminism({ run }: Spec): void {
  if (run.determinism !== 'throughput') return;
  throw usageError(
    'RUN_DETERMINISM',
    'run.determinism is throughput, which this release cannot run; allowed: reproducible, certified',
    'write `determinism: reproducible`',
  );
}

/** The asked fields that the dataset labels at all: what no document labels cannot be scored. */
async function labelledFields(spec: Spec, dataset: Dataset, documents: readonly string[]): Promise<string[]> {
  const labelled = new Set<string>();
  for (const id of documents) {
    const { truth } = await dataset.load(id);
    for (const [name, field] of Object.entries(truth.fields)) if (field.state !== 'unknown') labelled.add(name);
  }
  const asked = spec.fields.filter((name) => labelled.has(name as HeaderField));
  if (asked.length === 0) {
    throw usageError(
      'DATASET_UNLABELLED',
      `no document of ${dataset.name}/${dataset.split} labels any of the fields asked for`,
      'ask for fields that the dataset has',
    );
  }
  return asked;
}

async function prepareVariants(spec: Spec, prompts: string, progress: Progress): Promise<PreparedVariant[]> {
  const prepared: PreparedVariant[] = [];
  for (const variant of spec.variants) {
    const prompt = await loadPrompt(variant.prompt, prompts);
    let said = false;
    const model = await resolveModel(variant, {
      onProgress: () => {
        if (!said)
          progress.note(`Making ${variant.quantization ?? variant.id} of ${variant.model} (once; kept in the cache)`);
        said = true;
      },
    });
    const { sha256: modelSha256, sourceSha256, fileBytes, quantization } = model;
    const promptHash = contentKey(prompt);
    const content = {
      id: variant.id,
      modelSha256,
      sourceSha256,
      fileBytes,
      quantization,
      promptHash,
      promptVersion: prompt.version,
    };
    prepared.push({ spec: variant, model, prompt, content });
  }
  return prepared;
}
