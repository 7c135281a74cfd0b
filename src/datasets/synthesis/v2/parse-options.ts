import { printAllowed } from '../../../core/check-yaml.ts';
import { usageError } from '../../../core/errors.ts';
import { hintNearest } from '../../../core/nearest.ts';
import { canShow, FAMILIES_V2 } from './families.ts';
import type { GenerateOptions } from './generate.ts';
import { LOCALES_V2 } from './regions.ts';
import { isMixed, partOf, type Tier, TIERS, tierOfSplit } from './splits.ts';

/** Names as a recipe or a command line gives them. */
export interface OptionNames {
  tiers?: readonly string[] | undefined;
  locales?: readonly string[] | undefined;
  layouts?: readonly string[] | undefined;
}

/** Checks names against what the generator has for this split. Throws a usage error that names what is allowed. */
export function parseGenerateOptions(split: string, names: OptionNames): GenerateOptions {
  const part = partOf(split);
  const layouts = isMixed(split) ? [] : FAMILIES_V2.filter((family) => family.part === part).map(({ id }) => id);
  const own = tierOfSplit(split);
  const options: GenerateOptions = {};
  if (names.tiers !== undefined) options.tiers = check('tier', names.tiers, own === null ? TIERS : [own], split);
  if (names.locales !== undefined) options.locales = check('locale', names.locales, LOCALES_V2, split);
  if (names.layouts !== undefined) options.layouts = check('layout', names.layouts, layouts, split);
  refuseImpossible(options, own);
  return options;
}

/** A tier that none of the named layouts can show would come out as something else under its name. */
function refuseImpossible({ tiers, layouts }: GenerateOptions, own: Tier | null): void {
  if (layouts === undefined) return;
  for (const tier of tiers ?? (own === null ? [] : [own])) {
    if (FAMILIES_V2.some((family) => layouts.includes(family.id) && canShow(family, tier))) continue;
    const other = FAMILIES_V2.filter(({ id }) => layouts.includes(id));
    const why = other.some(({ sheet }) => sheet === 'receipt')
      ? 'its ten rows or more are no till receipt'
      : 'it has no credit notes';
    throw usageError(
      'GENERATE_OPTION',
      `tier ${tier} cannot be shown in layout ${layouts.join(', ')}: ${why}`,
      'add another layout, or leave this tier out',
    );
  }
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
