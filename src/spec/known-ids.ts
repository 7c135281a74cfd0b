import { printAllowed, yamlError } from '../core/check-yaml.ts';
import { hintNearest } from '../core/nearest.ts';
import type { YamlPath, YamlSource } from '../core/yaml.ts';

/** A task as far as an experiment must know it. */
export interface TaskRef {
  name: string;
  version: number;
  /** Absolute. */
  folder: string;
  digest: string;
  /** Prompt of variants that name none. */
  prompt: string | null;
  weights: Readonly<Record<string, number>>;
}

/** Every id that an experiment may name on this machine. */
export interface KnownIds {
  models: readonly string[];
  quantizations: readonly string[];
  /** Files of `prompts/`. */
  prompts: readonly string[];
  /** Recipes and folders of `datasets/`. */
  datasets: readonly string[];
  /** Header fields that can be asked for, in the order in which they are asked; the default is all of them. */
  fields: readonly string[];
  /** Cells of a line that can be asked for. */
  lineFields: readonly string[];
  /** Files of `native-configs/`. */
  devices: readonly string[];
  pipelines: readonly string[];
  /** The task that the experiment names; invoices without. */
  task?: TaskRef | undefined;
}

type Kind = Exclude<keyof KnownIds, 'task'>;

const KINDS: Record<Kind, { code: string; noun: string; advice: string }> = {
  models: {
    code: 'SPEC_UNKNOWN_MODEL',
    noun: 'model',
    advice: 'run `assay models list`, or write the path of a .gguf or .onnx file',
  },
  quantizations: {
    code: 'SPEC_UNKNOWN_QUANTIZATION',
    noun: 'quantization',
    advice: 'use one of the allowed quantizations',
  },
  prompts: { code: 'SPEC_UNKNOWN_PROMPT', noun: 'prompt', advice: 'add the prompt to prompts/' },
  datasets: { code: 'SPEC_UNKNOWN_DATASET', noun: 'dataset', advice: 'write `path: FOLDER` for a dataset of your own' },
  fields: { code: 'SPEC_UNKNOWN_FIELD', noun: 'field', advice: 'use one of the allowed fields' },
  lineFields: { code: 'SPEC_UNKNOWN_LINE_FIELD', noun: 'cell of a line', advice: 'use one of the allowed cells' },
  devices: { code: 'SPEC_UNKNOWN_DEVICE', noun: 'device', advice: 'write `auto`, or add a file to native-configs/' },
  pipelines: { code: 'SPEC_UNKNOWN_PIPELINE', noun: 'pipeline', advice: 'use one of the allowed pipelines' },
};

/** Throws the usage error of this kind, with place and nearest id, unless the id is known. */
export function requireKnown(
  kind: Kind,
  id: string,
  at: { source: YamlSource; path: YamlPath; known: KnownIds },
): void {
  const ids = at.known[kind];
  if (ids.includes(id)) return;
  const { code, noun, advice } = KINDS[kind];
  const message = `is "${id}", which is no known ${noun}; allowed: ${printAllowed(ids)}`;
  throw yamlError({ source: at.source, path: at.path, code, message, hint: hintNearest(id, ids, advice) });
}
