import { z } from 'zod';
import { checkYaml, printAllowed, yamlError } from '../core/check-yaml.ts';
import { usageError } from '../core/errors.ts';
import { hintNearest } from '../core/nearest.ts';
import type { YamlSource } from '../core/yaml.ts';
import type { Dataset } from './dataset.ts';
import { renderLayout } from './render-form.ts';
import { GENERATORS, type SyntheticPages } from './synthesis/generators.ts';

/** What `datasets/NAME.yaml` says: which generator makes which splits, of how many documents, from which seed. */
const schema = z.strictObject({
  name: z.string().min(1),
  generator: z.string(),
  seed: z.int().min(0).max(0xffffffff),
  splits: z.record(z.string(), z.int().min(1).max(10_000_000)),
  /** What generator 2 may draw from; everything when left out. */
  tiers: z.array(z.string()).min(1).optional(),
  locales: z.array(z.string()).min(1).optional(),
  layouts: z.array(z.string()).min(1).optional(),
});

export type Recipe = Readonly<z.output<typeof schema>>;

/** The recipe in a YAML file. Throws `DATASET_RECIPE` with file and line for anything the schema or the generator refuses. */
export function parseRecipe(source: YamlSource): Recipe {
  const recipe = checkYaml(source, schema, 'DATASET_RECIPE');
  const fail = (path: string[], message: string, hint?: string) =>
    yamlError({ source, path, code: 'DATASET_RECIPE', message, hint });
  const generator = GENERATORS[recipe.generator];
  if (generator === undefined) {
    throw fail(['generator'], `is "${recipe.generator}"; this release has ${printAllowed(Object.keys(GENERATORS))}`);
  }
  for (const split of Object.keys(recipe.splits)) {
    if (generator.splits.includes(split)) continue;
    const message = `is no split of generator ${recipe.generator}; it has ${printAllowed(generator.splits)}`;
    throw fail(['splits', split], message, hintNearest(split, generator.splits, 'remove this split'));
  }
  for (const key of ['tiers', 'locales', 'layouts'] as const) {
    if (recipe[key] !== undefined && generator.parseOptions === undefined)
      throw fail([key], `is nothing that generator ${recipe.generator} knows`, 'use generator "2", or remove this key');
  }
  return recipe;
}

/** One split of a recipe. Documents are made when they are loaded; nothing touches the disk. */
export function makeRecipeDataset(recipe: Recipe, split: string): Dataset {
  const generator = GENERATORS[recipe.generator];
  const size = recipe.splits[split];
  if (generator === undefined || size === undefined) {
    const splits = Object.keys(recipe.splits);
    throw usageError(
      'DATASET_SPLIT',
      `dataset ${recipe.name} has no split "${split}"; it has ${printAllowed(splits)}`,
      hintNearest(split, splits, 'name one of these splits'),
    );
  }
  const options = generator.parseOptions?.(split, recipe);
  return {
    name: recipe.name,
    split,
    ids: Array.from({ length: size }, (_, index) => generator.idOf(split, index)),
    load: async (id) => {
      const index = generator.indexOf(split, id);
      if (index === null || index >= size) {
        throw usageError(
          'DATASET_DOCUMENT',
          `${recipe.name}/${split} has no document "${id}"`,
          `ids run from ${generator.idOf(split, 0)} to ${generator.idOf(split, size - 1)}`,
        );
      }
      return generator.make(recipe.seed, split, index, options);
    },
    formOf: async (id, form) => {
      if (form === 'pdf' || form === 'scan') return { kind: 'synthetic', recipe, split, id, form };
      const index = generator.indexOf(split, id);
      if (index === null) return { kind: 'missing', reason: `is no document of ${recipe.name}/${split}` };
      if (form === 'text') return { kind: 'text', text: generator.make(recipe.seed, split, index, options).text };
      return { kind: 'text', text: renderLayout(generator, { seed: recipe.seed, split, index, options }) };
    },
  };
}

/** The first documents of a split with their pages, made one by one. Usage error when the generator has no pages. */
export function* makeRecipePages(recipe: Recipe, split: string, count: number): Generator<SyntheticPages> {
  const generator = GENERATORS[recipe.generator];
  if (generator?.makePages === undefined) {
    throw usageError(
      'DATASET_RENDERING',
      `${recipe.name} is of generator ${recipe.generator}, which makes text only`,
      'use a dataset of generator 2',
    );
  }
  const options = generator.parseOptions?.(split, recipe);
  for (let index = 0; index < count; index += 1) yield generator.makePages(recipe.seed, split, index, options);
}
