/** Parts of a vocabulary: what one part prints, the others never do. */
export type Part = 'train' | 'dev' | 'test';

export const TIERS = ['T1', 'T2', 'T3', 'T4', 'T5'] as const;
export type Tier = (typeof TIERS)[number];

const PARTS: readonly Part[] = ['train', 'dev', 'test'];

/** As `test`, but printed with the phrases of `train`: only its layouts, sellers and goods are new. */
const LAYOUTS = 'layouts';

/** As `train`, but with more label words, and every document has a layout of its own, mixed from the forms of training layouts. */
const MIXED = 'mixed';

/** `train`, `dev`, `test`, `layouts`, `mixed`, and each of them in one tier only: `test-t3`. */
export const SPLITS_V2: readonly string[] = [...PARTS, LAYOUTS, MIXED].flatMap((name) => [
  name,
  ...TIERS.map((tier) => `${name}-${tier.toLowerCase()}`),
]);

/** The part whose layout families, sellers and goods a split shows. */
export function partOf(split: string): Part {
  const name = split.split('-')[0] as string;
  return name === LAYOUTS ? 'test' : name === MIXED ? 'train' : (name as Part);
}

/** The part whose labels and sentences a split prints. */
export function phrasesOf(split: string): Part {
  return split.split('-')[0] === LAYOUTS ? 'train' : partOf(split);
}

/** Whether layouts of a split are mixed anew for each document, and its label words are the wider ones. */
export function isMixed(split: string): boolean {
  return split.split('-')[0] === MIXED;
}

/** The only tier of a split such as `test-t3`; `null` where tiers are mixed. */
export function tierOfSplit(split: string): Tier | null {
  const tier = split.split('-')[1]?.toUpperCase();
  return TIERS.find((known) => known === tier) ?? null;
}

/** Share of the tiers where a split mixes them. */
export const TIER_SHARES: Readonly<Record<Tier, number>> = { T1: 0.25, T2: 0.35, T3: 0.2, T4: 0.1, T5: 0.1 };

const memo = new WeakMap<readonly unknown[], Record<Part, readonly unknown[]>>();

/** The items of a list that belong to a part: of every five, three to train, one to dev, one to test. */
export function partOfList<T>(items: readonly T[], part: Part): readonly T[] {
  let split = memo.get(items);
  if (split === undefined) {
    if (items.length < 5) throw new RangeError(`a list of ${items.length} items cannot be split in five`);
    const of = (...places: number[]): readonly T[] => items.filter((_, index) => places.includes(index % 5));
    split = { train: of(0, 1, 3), dev: of(2), test: of(4) };
    memo.set(items, split);
  }
  return split[part] as readonly T[];
}

/** FNV-1a of the code units, with the high bits folded in: the low ones alone are weak. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

const phrases = new WeakMap<readonly string[], Map<Part, readonly string[]>>();

/** As {@link partOfList}, by the phrase itself: a word that two languages share falls to the same part in both. */
export function partOfPhrases(items: readonly string[], part: Part): readonly string[] {
  let split = phrases.get(items);
  if (split === undefined) {
    split = new Map(
      PARTS.map((wanted) => [wanted, items.filter((item) => PARTS[Math.max(0, (hashOf(item) % 5) - 2)] === wanted)]),
    );
    phrases.set(items, split);
  }
  return split.get(part) as readonly string[];
}

/** The part that a name belongs to, 7 : 1 : 2. */
export function partOfName(name: string): Part {
  const tenth = hashOf(name) % 10;
  return tenth < 7 ? 'train' : tenth < 8 ? 'dev' : 'test';
}
