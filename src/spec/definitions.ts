import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { usageError } from '../core/errors.ts';
import { hintNearest } from '../core/nearest.ts';
import { printAllowed } from '../core/check-yaml.ts';
import { loadYaml, type YamlSource } from '../core/yaml.ts';
import { type NativeConfig, parseNativeConfig } from './native-config.ts';
import { parsePrompt, type Prompt } from './prompt.ts';

/** The ids that a folder defines: the names of its `.yaml` files, sorted. A folder that is not there defines none. */
export async function listDefinitions(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => (name.endsWith('.yaml') ? [basename(name, '.yaml')] : [])).sort();
}

/** Ids of the dataset recipes in a folder: `NAME.yaml`, or a folder `NAME` that holds `dataset.yaml`. */
export async function listDatasets(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const inFolders = await Promise.all(
    entries.map(async (entry) => {
      const holds = entry.isDirectory() && (await readdir(join(folder, entry.name))).includes('dataset.yaml');
      return holds ? [entry.name] : [];
    }),
  );
  return [...new Set([...(await listDefinitions(folder)), ...inFolders.flat()])].sort();
}

/**
 * The prompt of this id from the first of these folders that has it. Throws `PROMPT_UNKNOWN` with the nearest id, or
 * `PROMPT_INVALID`.
 */
export async function loadPrompt(id: string, folders: string | readonly string[]): Promise<Prompt> {
  const all = typeof folders === 'string' ? [folders] : folders;
  for (const folder of all.slice(0, -1)) {
    if ((await listDefinitions(folder)).includes(id))
      return parsePrompt(await loadYaml(join(folder, `${id}.yaml`)), id);
  }
  return parsePrompt(await loadDefinition(id, all.at(-1) ?? '', 'PROMPT_UNKNOWN'), id);
}

/**
 * The native config of this id from a folder of configs, or of an absolute path to a `.yaml` file. Throws `DEVICE_UNKNOWN` with
 * the nearest id, or `DEVICE_INVALID`.
 */
export async function loadNativeConfig(id: string, folder: string): Promise<NativeConfig> {
  if (!isPath(id)) return parseNativeConfig(await loadDefinition(id, folder, 'DEVICE_UNKNOWN'), id);
  return parseNativeConfig(await loadYaml(id), basename(id, '.yaml'));
}

/** Whether a word of an experiment is a path and not an id: it has a slash, or ends like a file that Assay reads. */
export function isPath(word: string): boolean {
  return /[/\\]/.test(word) || /\.(gguf|onnx|yaml)$/i.test(word);
}

async function loadDefinition(id: string, folder: string, code: string): Promise<YamlSource> {
  const ids = await listDefinitions(folder);
  if (ids.includes(id)) return await loadYaml(join(folder, `${id}.yaml`));
  const hint = hintNearest(id, ids, `add ${join(folder, `${id}.yaml`)}`);
  throw usageError(code, `"${id}" is not in ${folder}; allowed: ${printAllowed(ids)}`, hint);
}
