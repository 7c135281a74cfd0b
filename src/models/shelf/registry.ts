import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { usageError } from '../../core/errors.ts';
import { hintNearest } from '../../core/nearest.ts';
import { isOnnx } from '../onnx/load-onnx.ts';
import { packageRoot } from '../package-root.ts';
import { isPictureModel } from '../pictures/picture-model.ts';
import { parseRegistryFile } from './parse-registry-file.ts';
import { loadUserRegistry, userRegistryFile } from './user-registry.ts';

/** Ids of models: lower case, e.g. `assay-extract`. */
export const MODEL_ID_PATTERN = /^[a-z0-9]+([._-][a-z0-9]+)*$/;

const entrySchema = z.strictObject({
  file: z.string().min(1).describe('Model file, relative to the folder of the registry, with forward slashes'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits')
    .describe(
      'Of the file; of a model of several files (parts, or an ONNX model with its tokenizer), over their digests',
    ),
  runtime: z.enum(['llama', 'onnx', 'transformers']),
  imatrix: z
    .string()
    .min(1)
    .optional()
    .describe('Importance matrix of a GGUF model, for the quantizations that need one; relative to the folder'),
  description: z.string().min(1),
  card: z.string().min(1).describe('Markdown file, relative to the folder of the registry'),
});

/** `models/registry.json`: id to model. */
export const registrySchema = z.record(z.string().regex(MODEL_ID_PATTERN, 'ids are like "assay-extract"'), entrySchema);

/** A model on the shelf. */
export interface ShelfModel {
  id: string;
  /** Absolute. */
  path: string;
  /** What the file must hash to. */
  sha256: string;
  /** Who runs it: llama.cpp for GGUF, ONNX Runtime for taggers in ONNX, transformers.js for image-to-text models. */
  runtime: 'llama' | 'onnx' | 'transformers';
  /** Absolute path of its importance matrix, for the quantizations that need one; absent when it came without. */
  imatrix?: string;
  description: string;
  /** Absolute path of its card; `null` for a model of the user's. */
  card: string | null;
  /** Whether it came with the package or was added by `assay models add` or `pull`. */
  origin: 'package' | 'user';
  /** Where it was pulled from, as `hf:owner/repo:file`; `null` when it was not. */
  source: string | null;
}

/** Folder of the models that come with the package. */
export function modelsFolder(): string {
  return join(packageRoot(), 'models');
}

/**
 * The models on the shelf: those of the package in the order of the registry, then the user's by id. A missing registry is an
 * empty shelf; an id of the package hides the same id of the user's. `user`: the user's registry file, `null` for none.
 * @throws AssayError MODEL_REGISTRY_INVALID with the place in the file.
 */
export function listModels(
  folder: string = modelsFolder(),
  user: string | null = folder === modelsFolder() ? userRegistryFile() : null,
): ShelfModel[] {
  const own = listPackageModels(folder);
  const taken = new Set(own.map(({ id }) => id));
  const added = user === null ? [] : listUserModels(user);
  return [...own, ...added.filter(({ id }) => !taken.has(id))];
}

function listPackageModels(folder: string): ShelfModel[] {
  const file = join(folder, 'registry.json');
  if (!existsSync(file)) return [];
  const registry = parseRegistryFile(readFileSync(file, 'utf8'), { file, schema: registrySchema });
  return Object.entries(registry).map(([id, { imatrix, ...entry }]) => ({
    ...entry,
    ...(imatrix === undefined ? {} : { imatrix: join(folder, imatrix) }),
    id,
    path: join(folder, entry.file),
    card: join(folder, entry.card),
    origin: 'package',
    source: null,
  }));
}

function listUserModels(file: string): ShelfModel[] {
  const { models, aliases } = loadUserRegistry(file);
  return Object.entries(aliases)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([id, sha256]) => {
      const model = models[sha256];
      if (model === undefined) return [];
      const { path, description, source } = model;
      return [{ id, path, sha256, runtime: runtimeOf(path), description, card: null, origin: 'user', source } as const];
    });
}

/** Who runs a file, by its name. */
export function runtimeOf(path: string): ShelfModel['runtime'] {
  if (isPictureModel(path)) return 'transformers';
  return isOnnx(path) ? 'onnx' : 'llama';
}

/**
 * The model called `id`.
 * @throws AssayError SPEC_UNKNOWN_MODEL with the nearest match and all ids.
 */
export function requireModel(id: string, folder: string = modelsFolder()): ShelfModel {
  const models = listModels(folder);
  const found = models.find((model) => model.id === id);
  if (found !== undefined) return found;
  const ids = models.map((model) => model.id);
  throw usageError(
    'SPEC_UNKNOWN_MODEL',
    `unknown model "${id}"; allowed are ${ids.join(', ') || 'none (the shelf is empty)'}, or the path of a .gguf or .onnx file`,
    hintNearest(id, ids, 'Run assay models list'),
  );
}
