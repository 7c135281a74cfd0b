import type { Random } from '../../../core/random.ts';
import { type BlockName, FAMILIES_V2, type Family } from './families.ts';
import type { Tier } from './splits.ts';

const FORMS = ['parties', 'meta', 'totals', 'payment', 'head'] as const;
const known = FAMILIES_V2.filter((family) => family.part === 'train');
const formsOf = <K extends (typeof FORMS)[number] | 'table'>(key: K): Family[K][] => [
  ...new Set(known.map((one) => one[key])),
];
const TABLES = formsOf('table').filter((form) => form !== 'slip');
const CHOICES = Object.fromEntries(FORMS.map((key) => [key, formsOf(key)])) as {
  [K in (typeof FORMS)[number]]: Family[K][];
};

const same = (a: Family, b: Family): boolean =>
  a.sheet === b.sheet && a.table === b.table && FORMS.every((key) => a[key] === b[key]);

/**
 * A family of its own for one document: the forms of training families, each drawn by itself, and their blocks in another
 * order. A form that only families of `dev` or `test` have never occurs, nor does one of their combinations.
 */
export function mixFamily(random: Random, tier: Tier): Family {
  const sheet = random.pick([
    'portrait',
    'portrait',
    'landscape',
    ...(tier === 'T3' ? [] : (['receipt'] as const)),
  ] as const);
  const mixed: Family = {
    id: 'mixed',
    part: 'train',
    sheet,
    head: random.pick(CHOICES.head),
    parties: random.pick(CHOICES.parties),
    meta: random.pick(CHOICES.meta),
    table: sheet === 'receipt' ? 'slip' : random.pick(TABLES),
    totals: random.pick(CHOICES.totals),
    payment: random.pick(CHOICES.payment),
    order: mixOrder(random, sheet),
  };
  return FAMILIES_V2.some((family) => family.part !== 'train' && same(family, mixed)) ? mixFamily(random, tier) : mixed;
}

/** A slip is too narrow for two blocks side by side. */
function mixOrder(random: Random, sheet: Family['sheet']): BlockName[] {
  const top: BlockName[] = random.pick<BlockName[]>([
    ['title', 'parties', 'meta'],
    ['title', 'meta', 'parties'],
    ['meta', 'title', 'parties'],
    ['parties', 'title', 'meta'],
    ...(sheet === 'receipt'
      ? []
      : ([
          ['title', 'parties-meta'],
          ['parties-meta', 'title'],
        ] as BlockName[][])),
  ]);
  const end: BlockName[] = random.chance(0.6) ? ['payment', 'notes'] : ['notes', 'payment'];
  return ['head', ...top, 'table', 'totals', ...end];
}
