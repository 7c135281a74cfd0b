import { dirname, join } from 'node:path';
import { yamlError } from '../core/check-yaml.ts';
import { AssayError, usageError } from '../core/errors.ts';
import { contentKey } from '../core/hash.ts';
import { loadYaml, type YamlSource } from '../core/yaml.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { selectDocuments } from '../datasets/select-documents.ts';
import { HEADER_FIELDS, LINE_FIELDS } from '../invoices/fields.ts';
import type { TrueValue } from '../invoices/truth.ts';
import { packageRoot } from '../models/package-root.ts';
import { ONNX_QUANTIZATIONS } from '../models/onnx/onnx-quantizations.ts';
import { quantizations } from '../models/quantizations.ts';
import { listModels } from '../models/shelf/registry.ts';
import { listDefinitions, loadNativeConfig } from '../spec/definitions.ts';
import type { KnownIds } from '../spec/known-ids.ts';
import { checkSpec, loadKnownIds } from '../spec/load-spec.ts';
import type { LoadedPlugin } from '../plugins/load-plugins.ts';
import { namingDocument } from '../scoring/plugin-failure.ts';
import type { ScoringRules } from '../scoring/scoring-rules.ts';
import { loadRules, type Place, type RunRules } from '../tasks/load-rules.ts';
import { loadTask, locateTask } from '../tasks/load-task.ts';
import type { Task } from '../tasks/task.ts';
import { openTaskDataset } from '../tasks/task-dataset.ts';
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
  /** Folders of the prompts: those of the task come first. */
  prompts: string[];
  /** Of the task and the plugins. */
  rules: ScoringRules;
  /** Of a plugin; the built-in ones when `null`. */
  runtime: RunRules['runtime'];
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
  const task = await loadTaskOf(source, root);
  const ids = await loadKnownIds(root, {
    models: listModels().map(({ id }) => id),
    quantizations: [...quantizations.map(({ name }) => name), ...ONNX_QUANTIZATIONS],
    fields: task?.fields ?? Object.keys(HEADER_FIELDS),
    lineFields: task?.lineFields ?? Object.keys(LINE_FIELDS),
    pipelines: PIPELINE_NAMES,
  });
  const configs = join(root, 'native-configs');
  const prompts = [...(task === null ? [] : [join(task.folder, 'prompts')]), join(root, 'prompts')];
  const known = task === null ? ids : await withTask(ids, task);
  const asked = await checkSpec(source, known, configs);
  const { rules, runtime, plugins } = await loadRules(asked, placeIn(source));
  const spec = withPluginHashes(asked, plugins);
  const config = await loadNativeConfig(spec.device === 'auto' ? 'cpu' : spec.device, configs);
  const dataset =
    task === null
      ? await openDataset(join(root, 'datasets'), spec.dataset)
      : await openTaskDataset(task, { folder: spec.dataset.path ?? task.folder, split: spec.dataset.split });
  const { documents: wanted } = spec.dataset;
  const where = `${dataset.name}/${dataset.split}`;
  if (wanted !== null && wanted > dataset.ids.length) {
    const message = `dataset ${where} has ${dataset.ids.length} documents; the experiment asks for ${wanted}`;
    throw usageError(
      'DATASET_TOO_SMALL',
      message,
      `write \`documents: ${dataset.ids.length}\`, or leave it out for all`,
    );
  }
  const documents = selectDocuments(dataset.ids, wanted, spec.run.seed);
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
    prompts,
    rules,
    runtime,
    inputs: rewriteInputs(openInputs(dataset), rules),
  };
}

/** The same error with file, line and column of what it is about. */
function placeIn(source: YamlSource): Place {
  return (error, path) => {
    if (!(error instanceof AssayError)) return error;
    const { code, message, hint } = error;
    return yamlError({ source, path: [...path], code, message, hint });
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
  const prompts = [...new Set([...(await listDefinitions(join(folder, 'prompts'))), ...ids.prompts])];
  return { ...ids, prompts, task: { name, version, folder, digest, prompt, weights } };
}

/** The hash of every plugin goes into the spec: another module is another run. */
function withPluginHashes(spec: Spec, plugins: readonly LoadedPlugin[]): Spec {
  if (spec.plugins === undefined) return spec;
  const hashes = plugins.map(({ plugin, sha256 }) => `${plugin.kind} ${plugin.name} ${sha256}`);
  return {
    ...spec,
    plugins: spec.plugins.map((one, index) => (index === 0 ? { ...one, sha256: contentKey(hashes) } : one)),
  };
}

/** The texts that models see, after the stages of plugins. */
export function rewriteInputs(inputs: DocumentInputs, { rewriteDocument }: ScoringRules): DocumentInputs {
  if (rewriteDocument.length === 0) return inputs;
  return {
    readAhead: (ids, stages) => inputs.readAhead(ids, stages),
    [Symbol.dispose]: () => inputs[Symbol.dispose](),
    read: async (id, stages) => {
      const input = await inputs.read(id, stages);
      if (input.kind === 'failed') return input;
      const rewritten = (): string => rewriteDocument.reduce((text, rewrite) => rewrite(text), input.text);
      return { ...input, text: namingDocument(id, rewritten) };
    },
  };
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
