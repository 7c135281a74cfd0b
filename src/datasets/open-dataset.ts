import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { printAllowed } from '../core/check-yaml.ts';
import { usageError } from '../core/errors.ts';
import { hintNearest } from '../core/nearest.ts';
import { loadYaml } from '../core/yaml.ts';
import type { Dataset } from './dataset.ts';
import { findTruthFile, loadFolderDataset } from './folder-dataset.ts';
import { makeRecipeDataset, parseRecipe, type Recipe } from './recipe.ts';

/** Names of the recipes in a folder of `NAME.yaml` files. */
export async function listRecipes(recipesFolder: string): Promise<string[]> {
  const files = await readdir(recipesFolder).catch(() => []);
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** Names of the small sets that are committed whole, as folders beside the recipes. */
export async function listCommitted(recipesFolder: string): Promise<string[]> {
  const entries = await readdir(recipesFolder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const truths = await Promise.all(names.map((name) => findTruthFile(join(recipesFolder, name))));
  return names.filter((_, index) => truths[index] !== null).sort();
}

/** The recipe of that name. Throws a usage error with the nearest name when there is none. */
export async function loadRecipe(recipesFolder: string, name: string): Promise<Recipe> {
  const recipes = await listRecipes(recipesFolder);
  if (!recipes.includes(name)) {
    const names = [...recipes, ...(await listCommitted(recipesFolder))];
    throw usageError(
      'DATASET_UNKNOWN',
      `there is no dataset "${name}"; known: ${printAllowed(names)}`,
      hintNearest(name, names, 'name one of these, or a folder with `path:`'),
    );
  }
  return parseRecipe(await loadYaml(join(recipesFolder, `${name}.yaml`)));
}

export interface DatasetReference {
  /** Name of a recipe or of a committed set; ignored when there is a path. */
  name: string;
  /** A dataset folder. */
  path: string | null;
  split: string;
}

/** The split of a recipe, of a committed set, or of a dataset folder. Usage errors of the three, and for an unknown name. */
export async function openDataset(recipesFolder: string, { name, path, split }: DatasetReference): Promise<Dataset> {
  if (path !== null) return loadFolderDataset(path, split);
  const committed = await listCommitted(recipesFolder);
  if (committed.includes(name)) return { ...(await loadFolderDataset(join(recipesFolder, name), split)), name };
  return makeRecipeDataset(await loadRecipe(recipesFolder, name), split);
}
