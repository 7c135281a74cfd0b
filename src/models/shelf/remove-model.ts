import { rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { usageError } from '../../core/errors.ts';
import { cacheFolder } from './cache-folder.ts';
import { listModels, modelsFolder, requireModel, type ShelfModel } from './registry.ts';
import { changeUserRegistry, userRegistryFile } from './user-registry.ts';

export interface RemoveOptions {
  /** Defaults to the package's `models/`. */
  shelf?: string;
  /** Defaults to `userRegistryFile()`. */
  registry?: string;
  /** Defaults to `cacheFolder()`. */
  cache?: string;
}

export interface RemovedModel {
  model: ShelfModel;
  /** Other ids that still name the same content: then no file goes. */
  alsoKnownAs: string[];
  /** Folders of the cache that were deleted: copied or pulled files, and quantizations made of them. */
  deleted: string[];
  /** Whether the model's own file was left where it is, since it lies outside the cache. */
  fileKept: boolean;
}

/**
 * Takes a model of the user's off the shelf. What Assay itself put into its cache for it goes too, unless another id names the same
 * content; a file of the user's own is never touched.
 * @throws AssayError SPEC_UNKNOWN_MODEL, MODEL_FROM_PACKAGE (exit 2).
 */
export async function removeModel(id: string, options: RemoveOptions = {}): Promise<RemovedModel> {
  const { shelf = modelsFolder(), registry = userRegistryFile(), cache = cacheFolder() } = options;
  const model = listModels(shelf, registry).find((one) => one.id === id) ?? requireModel(id, shelf);
  if (model.origin === 'package') {
    throw usageError(
      'MODEL_FROM_PACKAGE',
      `"${id}" comes with Assay and cannot be removed; models that you added or pulled can`,
      'Run assay models list to see which are yours',
    );
  }
  const before = listModels(shelf, registry);
  const alsoKnownAs = before
    .filter(({ id: other, sha256 }) => other !== id && sha256 === model.sha256)
    .map((one) => one.id);
  await changeUserRegistry(registry, ({ models, aliases, version }) => {
    const { [id]: _gone, ...named } = aliases;
    const used = new Set(Object.values(named));
    const known = Object.fromEntries(Object.entries(models).filter(([content]) => used.has(content)));
    return { version, models: known, aliases: named };
  });
  const fileKept = !isInside(cache, model.path);
  if (alsoKnownAs.length > 0) return { model, alsoKnownAs, deleted: [], fileKept: true };
  const deleted: RemovedModel['deleted'] = [];
  // Each content has a folder of its own there.
  if (!fileKept) deleted.push(...(await removeFiles([dirname(model.path)])));
  deleted.push(...(await removeFiles([join(cache, 'models', model.sha256)])));
  return { model, alsoKnownAs, deleted, fileKept };
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`);
}

async function removeFiles(paths: readonly string[]): Promise<RemovedModel['deleted']> {
  const removed: RemovedModel['deleted'] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) continue;
    await rm(path, { recursive: true, force: true });
    removed.push(path);
  }
  return removed;
}
