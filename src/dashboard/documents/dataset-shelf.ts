import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { usageError } from '../../core/errors.ts';
import { sha256 } from '../../core/hash.ts';
import { hintNearest } from '../../core/nearest.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import { listRecipes, loadRecipe } from '../../datasets/open-dataset.ts';
import { loadFolderDataset } from '../../datasets/folder-dataset.ts';
import { makeRecipeDataset, type Recipe } from '../../datasets/recipe.ts';
import type { Manifest } from '../../records/manifest.ts';

/** A dataset that can be looked at: a recipe of this package, or a folder. */
export type KnownDataset = {
  /** What addresses call it: the recipe's name, or a hash of the folder's path. */
  key: string;
  name: string;
  splits: { name: string; documents: number }[];
} & ({ kind: 'recipe'; recipe: Recipe } | { kind: 'folder'; folder: string });

/**
 * The datasets of this machine that Assay knows of: its own recipes, folders beside the working folder, and those that runs were
 * made on. A page names one by its key and never by a path.
 */
export class DatasetShelf {
  private readonly recipes: string;
  private readonly places: readonly string[];
  private readonly opened = new Map<string, { stamp: string; dataset: Promise<Dataset> }>();
  private readonly splits = new Map<string, { stamp: string; splits: KnownDataset['splits'] }>();
  private readonly more = new Set<string>();

  /** `places` are folders whose own folders may be datasets. */
  constructor(recipes: string, places: readonly string[]) {
    this.recipes = recipes;
    this.places = places;
  }

  /** Makes the dataset of a run known. */
  add({ spec }: Manifest): void {
    if (spec.dataset.path !== null) this.more.add(spec.dataset.path);
  }

  async list(): Promise<KnownDataset[]> {
    const found: KnownDataset[] = [];
    for (const name of await listRecipes(this.recipes)) {
      const recipe = await loadRecipe(this.recipes, name);
      const splits = Object.entries(recipe.splits).map(([split, documents]) => ({ name: split, documents }));
      found.push({ key: name, name, kind: 'recipe', recipe, splits });
    }
    for (const folder of await this.folders()) {
      const splits = await this.splitsOf(folder).catch(() => []);
      found.push({ key: folderKey(folder), name: basename(folder), kind: 'folder', folder, splits });
    }
    return found;
  }

  /** Throws a usage error with the nearest name. */
  async find(key: string): Promise<KnownDataset> {
    const all = await this.list();
    const found = all.find((dataset) => dataset.key === key);
    if (found !== undefined) return found;
    const keys = all.map((dataset) => dataset.key);
    throw usageError(
      'DATASET_UNKNOWN',
      `there is no dataset "${key}"`,
      hintNearest(key, keys, 'choose one of the list of datasets'),
    );
  }

  /** A split, opened once and kept until its truth changes. */
  async open(known: KnownDataset, split: string): Promise<Dataset> {
    const stamp = known.kind === 'recipe' ? '' : await stampOf(known.folder);
    const at = `${known.key}\n${split}`;
    const kept = this.opened.get(at);
    if (kept?.stamp === stamp) return kept.dataset;
    const dataset =
      known.kind === 'recipe'
        ? Promise.resolve().then(() => makeRecipeDataset(known.recipe, split))
        : loadFolderDataset(known.folder, split);
    this.opened.set(at, { stamp, dataset });
    dataset.catch(() => this.opened.delete(at));
    return dataset;
  }

  /** What a run was measured on, as it is now; `null` where it is gone. */
  async ofRun(manifest: Manifest): Promise<{ known: KnownDataset; dataset: Dataset } | null> {
    this.add(manifest);
    const { name, path, split } = manifest.spec.dataset;
    try {
      const known = await this.find(path === null ? name : folderKey(path));
      return { known, dataset: await this.open(known, split) };
    } catch {
      return null;
    }
  }

  private async folders(): Promise<string[]> {
    const beside = await Promise.all(
      this.places.map(async (place) => {
        const entries = await readdir(place, { withFileTypes: true }).catch(() => []);
        return entries.flatMap((entry) => (entry.isDirectory() ? [join(place, entry.name)] : []));
      }),
    );
    const kept: string[] = [];
    for (const folder of new Set([...beside.flat(), ...this.more]))
      if ((await stampOf(folder)) !== '') kept.push(folder);
    return kept.sort();
  }

  private async splitsOf(folder: string): Promise<KnownDataset['splits']> {
    const stamp = await stampOf(folder);
    const kept = this.splits.get(folder);
    if (kept?.stamp === stamp) return kept.splits;
    const counts = new Map<string, number>();
    const lines = createInterface({ input: createReadStream(join(folder, TRUTH)), crlfDelay: Infinity });
    for await (const line of lines) {
      if (line.trim() === '') continue;
      const { split } = Object(JSON.parse(line)) as { split?: unknown };
      counts.set(String(split), (counts.get(String(split)) ?? 0) + 1);
    }
    const splits = [...counts].map(([name, documents]) => ({ name, documents }));
    this.splits.set(folder, { stamp, splits });
    return splits;
  }
}

const TRUTH = 'ground-truth.jsonl';

function folderKey(folder: string): string {
  return `folder-${sha256(folder).slice(0, 12)}`;
}

async function stampOf(folder: string): Promise<string> {
  const found = await stat(join(folder, TRUTH)).catch(() => undefined);
  return found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeMs}`;
}
