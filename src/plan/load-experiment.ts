import { join } from 'node:path';
import { usageError } from '../core/errors.ts';
import { loadYaml, type YamlSource } from '../core/yaml.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { selectDocuments } from '../datasets/select-documents.ts';
import { HEADER_FIELDS, LINE_FIELDS } from '../invoices/fields.ts';
import type { TrueValue } from '../invoices/truth.ts';
import { packageRoot } from '../models/package-root.ts';
import { quantizations } from '../models/quantizations.ts';
import { listModels } from '../models/shelf/registry.ts';
import { loadNativeConfig } from '../spec/definitions.ts';
import { checkSpec, loadKnownIds } from '../spec/load-spec.ts';
import type { NativeConfig } from '../spec/native-config.ts';
import { PIPELINE_NAMES } from '../spec/pipelines.ts';
import type { Spec } from '../spec/spec.ts';
import type { DocumentInputs } from '../stages/reading/document-input.ts';
import { openInputs } from '../stages/reading/open-inputs.ts';

/** An experiment with its documents and its device profile; no model has been touched. */
export interface LoadedExperiment {
  spec: Spec;
  dataset: Dataset;
  /** Ids of the documents, in the order of their selection. */
  documents: string[];
  /** Header fields that the experiment asks for and that at least one document labels. */
  fields: string[];
  /** Cells asked of every line; absent when the experiment asks for no lines. */
  lineFields?: string[] | undefined;
  config: NativeConfig;
  /** Folder of the prompts. */
  prompts: string;
  /** The documents as pipelines read them. */
  inputs: DocumentInputs;
}

/**
 * Reads an experiment as a run would, up to the point where models come in. Nothing is written.
 * @throws AssayError exit 2 for an unknown key, id or file, DATASET_TOO_SMALL, DATASET_UNLABELLED.
 */
export async function loadExperiment(path: string): Promise<LoadedExperiment> {
  return checkExperiment(await loadYaml(path));
}

/** The same for an experiment that is no file yet; its paths are relative to where `source.path` would be. */
export async function checkExperiment(source: YamlSource): Promise<LoadedExperiment> {
  const root = packageRoot();
  const known = await loadKnownIds(root, {
    models: listModels().map(({ id }) => id),
    quantizations: quantizations.map(({ name }) => name),
    fields: Object.keys(HEADER_FIELDS),
    lineFields: Object.keys(LINE_FIELDS),
    pipelines: PIPELINE_NAMES,
  });
  const configs = join(root, 'native-configs');
  const prompts = [...(task === null ? [] : [join(task.folder, 'prompts')]), join(root, 'prompts')];
  const known = task === null ? ids : await withTask(ids, task);
  const asked = await checkSpec(source, known, configs);
  const { rules, runtime, plugins } = await loadRules(asked);
  const spec = withPluginHashes(asked, plugins);
  const config = await loadNativeConfig(spec.device === 'auto' ? 'cpu' : spec.device, configs);
  const dataset = await openDataset(join(root, 'datasets'), spec.dataset);
  const { documents: asked } = spec.dataset;
  const where = `${dataset.name}/${dataset.split}`;
  if (asked !== null && asked > dataset.ids.length) {
    const message = `dataset ${where} has ${dataset.ids.length} documents; the experiment asks for ${asked}`;
    throw usageError(
      'DATASET_TOO_SMALL',
      message,
      `write \`documents: ${dataset.ids.length}\`, or leave it out for all`,
    );
  }
  const documents = selectDocuments(dataset.ids, asked, spec.run.seed);
  const { fields, lineFields } = await loadLabelledFields(spec, dataset, documents);
  if (fields.length === 0) {
    const message = `no document of ${where} labels any of the fields asked for`;
    throw usageError('DATASET_UNLABELLED', message, 'ask for fields that the dataset has');
  }
  return {
    spec,
    dataset,
    documents,
    fields,
    lineFields,
    config,
    prompts: join(root, 'prompts'),
    inputs: openInputs(dataset),
  };
}

/** The task that an experiment names; `null` for the built-in invoices. Whatever has a wrong type is left for the schema to refuse. */
async function loadTaskOf({ value, path }: YamlSource, root: string): Promise<(Task & { folder: string }) | null> {
  const named = (Object(value) as { task?: unknown }).task;
  if (typeof named !== 'string' || named === '') return null;
  const folder = await locateTask(named, { tasks: join(root, 'tasks'), from: dirname(path) });
  return { ...(await loadTask(folder)), folder };
}

async function withTask(ids: KnownIds, task: Task & { folder: string }): Promise<KnownIds> {
  const { name, version, folder, digest, prompt, rules } = task;
  const weights = Object.fromEntries(
    Object.entries(rules.fields).flatMap(([field, { weight }]) => (weight === undefined ? [] : [[field, weight]])),
  );
}

/** Stops as soon as every field and cell was seen: most datasets show all of them within a few documents. */
async function loadLabelledFields(
  { fields, lines }: Spec,
  dataset: Dataset,
  documents: readonly string[],
): Promise<{ fields: string[]; lineFields: string[] | undefined }> {
  const missing = { fields: new Set(fields), cells: new Set(lines) };
  const remove = (names: Set<string>, values: Readonly<Record<string, TrueValue>>): void => {
    for (const [name, { state }] of Object.entries(values)) if (state !== 'unknown') names.delete(name);
  };
  for (const id of documents) {
    if (missing.fields.size === 0 && missing.cells.size === 0) break;
    const { truth } = await dataset.load(id);
    remove(missing.fields, truth.fields);
    for (const line of truth.lines ?? []) remove(missing.cells, line);
  }
  const cells = lines?.filter((name) => !missing.cells.has(name));
  return {
    fields: fields.filter((name) => !missing.fields.has(name)),
    lineFields: cells === undefined || cells.length === 0 ? undefined : cells,
  };
}
