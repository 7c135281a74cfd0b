import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { printAllowed } from '../../core/check-yaml.ts';
import { usageError } from '../../core/errors.ts';
import type { Dataset } from '../dataset.ts';
import { findTruthFile, loadFolderDataset } from '../folder-dataset.ts';
import { makeRecipeDataset, type Recipe } from '../recipe.ts';
import { GENERATORS } from '../synthesis/generators.ts';
import { generateInvoiceV2 } from '../synthesis/v2/generate.ts';
import { parseGenerateOptions } from '../synthesis/v2/parse-options.ts';
import type { CheckedDocument } from './gate.ts';

export interface CheckedSource {
  name: string;
  total: number;
  documents: AsyncIterable<CheckedDocument>;
}

/** The first documents of every split of a recipe, made one by one. */
export function makeCheckedRecipe(recipe: Recipe, perSplit: number): CheckedSource {
  const splits = Object.entries(recipe.splits).map(([split, size]) => ({ split, count: Math.min(perSplit, size) }));
  async function* documents(): AsyncGenerator<CheckedDocument> {
    for (const { split, count } of splits) {
      if (recipe.generator === '2') {
        const options = parseGenerateOptions(split, recipe);
        for (let index = 0; index < count; index += 1) {
          const synthetic = generateInvoiceV2(recipe.seed, split, index, options);
          yield { text: synthetic.text, truth: synthetic.truth, synthetic };
        }
        continue;
      }
      const dataset = makeRecipeDataset(recipe, split);
      for (const id of dataset.ids.slice(0, count)) yield { ...(await dataset.load(id)), synthetic: null };
    }
  }
  if (GENERATORS[recipe.generator] === undefined)
    throw usageError(
      'DATASET_RECIPE',
      `there is no generator ${recipe.generator}; there are ${printAllowed(Object.keys(GENERATORS))}`,
    );
  return { name: recipe.name, total: splits.reduce((sum, { count }) => sum + count, 0), documents: documents() };
}

/** All documents of a dataset folder, split after split. */
export async function loadWholeFolder(folder: string): Promise<CheckedSource> {
  const splits = await listSplits((await findTruthFile(folder)) ?? join(folder, 'ground-truth.jsonl'));
  const datasets = await Promise.all(splits.map((split) => loadFolderDataset(folder, split)));
  async function* documents(): AsyncGenerator<CheckedDocument> {
    for (const dataset of datasets) {
      for (const id of dataset.ids) {
        const { text, truth } = await dataset.load(id);
        // An imported PDF prints what it likes; a generated one must print its truth.
        const generated = GENERATORS[truth.generator] !== undefined;
        yield { text, truth, synthetic: null, ...(generated && { stored: storedOf(dataset, id) }) };
      }
    }
  }
  return { name: folder, total: datasets.reduce((sum, { ids }) => sum + ids.length, 0), documents: documents() };
}

function storedOf(dataset: Dataset, id: string): NonNullable<CheckedDocument['stored']> {
  const read = async (form: 'layout' | 'pdf'): Promise<Buffer | null> => {
    const source = await dataset.formOf?.(id, form);
    const path = source?.kind === 'files' ? source.paths[0] : undefined;
    return path === undefined ? null : await readFile(path);
  };
  return { layout: async () => (await read('layout'))?.toString('utf8') ?? null, pdf: () => read('pdf') };
}

const SPLIT = /"split":\s*"([^"]*)"/;

/** Splits in the order of their first line. Lines are checked when their split is loaded. */
async function listSplits(file: string): Promise<string[]> {
  const splits = new Set<string>();
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const split = SPLIT.exec(line)?.[1];
    if (split !== undefined) splits.add(split);
  }
  // A file without any split is refused by the loader, with its reason.
  return splits.size === 0 ? ['test'] : [...splits];
}
