import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { yamlError } from '../core/check-yaml.ts';
import { hintNearest } from '../core/nearest.ts';
import { loadYaml, type YamlPath, type YamlSource } from '../core/yaml.ts';
import { listPrecisions } from '../models/pictures/picture-model.ts';
import { isPath, listDatasets, listDefinitions, loadNativeConfig } from './definitions.ts';
import type { KnownIds } from './known-ids.ts';
import { parseSpec } from './parse-spec.ts';
import type { Spec } from './spec.ts';

/**
 * The experiment in a file, checked so far that everything it names is there: ids, the user's model files, the folder of
 * a dataset, the device file. Throws what `loadYaml` and `parseSpec` throw, and `SPEC_FILE_NOT_FOUND` with the nearest
 * name in that folder. `configFolder` is `native-configs/`.
 */
export async function loadSpec(path: string, known: KnownIds, configFolder: string): Promise<Spec> {
  return checkSpec(await loadYaml(path), known, configFolder);
}

/** The same for an experiment that is no file yet; its paths are relative to where `source.path` would be. */
export async function checkSpec(source: YamlSource, known: KnownIds, configFolder: string): Promise<Spec> {
  const { path } = source;
  const device = deviceOf(source.value);
  const named = device !== undefined && (isPath(device) || known.devices.includes(device));
  for (const reference of referencesOf(source.value)) await requirePresent(source, reference);
  if (!named) return parseSpec(source, known);
  const config = await loadNativeConfig(isPath(device) ? resolve(dirname(path), device) : device, configFolder);
  return parseSpec(source, known, config);
}

/** The ids that the folders of a project define, beside those of models, quantizations, fields and pipelines. */
export async function loadKnownIds(
  root: string,
  others: Pick<KnownIds, 'models' | 'quantizations' | 'fields' | 'lineFields' | 'pipelines'>,
): Promise<KnownIds> {
  const [prompts, datasets, devices] = await Promise.all([
    listDefinitions(join(root, 'prompts')),
    listDatasets(join(root, 'datasets')),
    listDefinitions(join(root, 'native-configs')),
  ]);
  return { ...others, prompts, datasets, devices };
}

interface Reference {
  at: YamlPath;
  path: string;
  /** A model is a file, or the folder of an image-to-text model. */
  kind: 'file' | 'folder' | 'model';
}

/** The paths in a raw experiment; whatever has a wrong type is left for the schema to refuse. */
function referencesOf(value: unknown): Reference[] {
  const found: Reference[] = [];
  const add = (at: YamlPath, path: unknown, kind: Reference['kind'], always: boolean): void => {
    if (typeof path === 'string' && path !== '' && (always || isPath(path))) found.push({ at, path, kind });
  };
  const experiment = mapOf(value);
  add(['dataset', 'path'], mapOf(experiment.dataset).path, 'folder', true);
  add(['model'], experiment.model, 'model', false);
  add(['device'], experiment.device, 'file', false);
  for (const [index, model] of listOf(mapOf(experiment.variants).model).entries()) {
    add(['variants', 'model', index], model, 'model', false);
  }
  for (const [index, variant] of listOf(experiment.variants).entries()) {
    add(['variants', index, 'file'], mapOf(variant).file, 'model', true);
    add(['variants', index, 'model'], mapOf(variant).model, 'model', false);
  }
  for (const [at, pipeline] of pipelinesOf(experiment)) {
    const inside = mapOf(pipeline).stages;
    for (const [index, stage] of listOf(inside ?? pipeline).entries()) {
      for (const [place, voter] of listOf(mapOf(mapOf(stage).vote).models).entries()) {
        const path = [...at, ...(inside === undefined ? [] : ['stages']), index, 'vote', 'models', place];
        if (typeof voter === 'string') add(path, voter, 'model', true);
        else add([...path, 'model'], mapOf(voter).model, 'model', false);
      }
    }
  }
  return found;
}

/** Every place where a raw experiment can name a pipeline. */
function pipelinesOf(experiment: Record<string, unknown>): [at: YamlPath, pipeline: unknown][] {
  return [
    [['pipeline'], experiment.pipeline],
    ...listOf(mapOf(experiment.variants).pipeline).map((pipeline, index): [YamlPath, unknown] => [
      ['variants', 'pipeline', index],
      pipeline,
    ]),
    ...listOf(experiment.variants).map((variant, index): [YamlPath, unknown] => [
      ['variants', index, 'pipeline'],
      mapOf(variant).pipeline,
    ]),
  ];
}

async function requirePresent(source: YamlSource, { at, path, kind }: Reference): Promise<void> {
  const absolute = resolve(dirname(source.path), path);
  const found = await stat(absolute).catch(() => undefined);
  if (found?.isFile() === true && kind !== 'folder') return;
  if (found?.isDirectory() === true && (kind === 'folder' || (kind === 'model' && listPrecisions(absolute).length > 0)))
    return;
  const code = 'SPEC_FILE_NOT_FOUND';
  if (found !== undefined) {
    const wanted = kind === 'folder' ? 'folder' : 'file';
    const folder =
      kind === 'model' ? ', or the folder of an image-to-text model, which holds onnx/encoder_model.onnx' : '';
    const message = `is "${path}", which is no ${wanted}`;
    throw yamlError({ source, path: at, code, message, hint: `name a ${wanted}${folder}` });
  }
  const siblings = await readdir(dirname(absolute)).catch(() => []);
  const hint = hintNearest(basename(absolute), siblings, 'check the path; it is relative to the experiment');
  throw yamlError({ source, path: at, code, message: `is "${path}", and there is no ${absolute}`, hint });
}

function deviceOf(value: unknown): string | undefined {
  const { device } = mapOf(value);
  return typeof device === 'string' ? device : undefined;
}

function mapOf(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
