import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { environmentError, usageError } from '../../core/errors.ts';
import { hintNearest } from '../../core/nearest.ts';
import { packageRoot } from '../package-root.ts';

const idPattern = /^[a-z0-9]+([.-][a-z0-9]+)*$/;

const entrySchema = z.strictObject({
  file: z.string().min(1).describe('Model file, relative to the folder of the registry, with forward slashes'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits'),
  runtime: z.literal('llama'),
  description: z.string().min(1),
  card: z.string().min(1).describe('Markdown file, relative to the folder of the registry'),
});

/** `models/registry.json`: id to model. */
export const registrySchema = z.record(z.string().regex(idPattern, 'ids are like "assay-extract"'), entrySchema);

/** A model on the shelf. */
export interface ShelfModel {
  id: string;
  /** Absolute. */
  path: string;
  /** What the file must hash to. */
  sha256: string;
  runtime: 'llama';
  description: string;
  /** Absolute path of its card. */
  card: string;
}

/** Folder of the models that come with the package. */
export function modelsFolder(): string {
  return join(packageRoot(), 'models');
}

/**
 * The models on the shelf, in the order of the registry. A missing registry is an empty shelf.
 * @throws AssayError MODEL_REGISTRY_INVALID with the place in the file.
 */
export function listModels(folder: string = modelsFolder()): ShelfModel[] {
  const file = join(folder, 'registry.json');
  if (!existsSync(file)) return [];
  const registry = parseRegistry(readFileSync(file, 'utf8'), file);
  return Object.entries(registry).map(([id, entry]) => ({
    ...entry,
    id,
    path: join(folder, entry.file),
    card: join(folder, entry.card),
  }));
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
    `unknown model "${id}"; allowed are ${ids.join(', ') || 'none (the shelf is empty)'}, or the path of a .gguf file`,
    hintNearest(id, ids, 'Run assay models list'),
  );
}

function parseRegistry(text: string, file: string): z.infer<typeof registrySchema> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw environmentError('MODEL_REGISTRY_INVALID', `${file}: ${String(cause)}`, 'Restore the file', cause);
  }
  const parsed = registrySchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  throw environmentError('MODEL_REGISTRY_INVALID', `${file}: ${problems.join('; ')}`, 'Correct or restore the file');
}
