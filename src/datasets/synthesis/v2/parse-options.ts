import { printAllowed } from '../../../core/check-yaml.ts';
import { usageError } from '../../../core/errors.ts';
import { hintNearest } from '../../../core/nearest.ts';
import { FAMILIES_V2 } from './families.ts';
import type { GenerateOptions } from './generate.ts';
import { LOCALES_V2 } from './regions.ts';
import { partOf, TIERS, tierOfSplit } from './splits.ts';

/** Names as a recipe or a command line gives them. */
export interface OptionNames {
  tiers?: readonly string[] | undefined;
  locales?: readonly string[] | undefined;
  layouts?: readonly string[] | undefined;
}

/** Checks names against what the generator has for this split. Throws a usage error that names what is allowed. */
export function parseGenerateOptions(split: string, names: OptionNames): GenerateOptions {
  const part = partOf(split);
  const layouts = FAMILIES_V2.filter((family) => family.part === part).map(({ id }) => id);
  const own = tierOfSplit(split);
  const options: GenerateOptions = {};
  if (names.tiers !== undefined) options.tiers = check('tier', names.tiers, own === null ? TIERS : [own], split);
  if (names.locales !== undefined) options.locales = check('locale', names.locales, LOCALES_V2, split);
  if (names.layouts !== undefined) options.layouts = check('layout', names.layouts, layouts, split);
  return options;
}

function check<T extends string>(what: string, names: readonly string[], allowed: readonly T[], split: string): T[] {
  return names.map((name) => {
    const known = allowed.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    if (known !== undefined) return known;
    throw usageError(
      'GENERATE_OPTION',
      `split ${split} has no ${what} "${name}"; it has ${printAllowed(allowed)}`,
      hintNearest(name, allowed, `name one of these, or leave the ${what} out`),
    );
  });
}
