import type { StoredItem } from './stored-item.ts';

/** What `assay clean` can be told to remove. */
export const CLEANABLE = ['quantizations', 'downloads', 'answers', 'stages', 'engine', 'runs'] as const;

export type Cleanable = (typeof CLEANABLE)[number];

export interface CleanRule {
  what: readonly Cleanable[];
  /** Newest complete runs of each experiment that stay. */
  keep: number;
  /** Only what was last written before this, in milliseconds since 1970; `null` for everything. */
  beforeMs: number | null;
  /** Also incomplete runs, and pulled models that are on the shelf: they can be pulled again. */
  force: boolean;
}

export interface Removals {
  remove: StoredItem[];
  /** What the rule names but spares, and why. */
  spared: { item: StoredItem; reason: string }[];
}

const KINDS: Record<Cleanable, readonly StoredItem['kind'][]> = {
  quantizations: ['quantization'],
  downloads: ['download', 'partial', 'copy'],
  answers: ['answers'],
  stages: ['stages'],
  engine: ['engine'],
  runs: ['run'],
};

/** Decides what goes and what stays; removes nothing. */
export function chooseRemovals(items: readonly StoredItem[], rule: CleanRule): Removals {
  const kinds = new Set(rule.what.flatMap((what) => KINDS[what]));
  const newest = newestRuns(items, rule.keep);
  const removals: Removals = { remove: [], spared: [] };
  for (const item of items) {
    if (!kinds.has(item.kind)) continue;
    const reason = reasonToSpare(item, rule, newest);
    if (reason === null) removals.remove.push(item);
    else removals.spared.push({ item, reason });
  }
  return removals;
}

function reasonToSpare(item: StoredItem, rule: CleanRule, newest: ReadonlySet<StoredItem>): string | null {
  if (item.state === 'busy') return 'another process is writing it';
  if (rule.beforeMs !== null && item.modifiedMs >= rule.beforeMs) return 'younger than asked for';
  if (item.state === 'incomplete' && !rule.force) return 'incomplete: it can be resumed; --force removes it';
  // A copy cannot be had again from anywhere.
  if (item.state === 'shelf' && item.kind === 'copy') return 'the shelf needs this copy';
  if (item.state === 'shelf' && !rule.force) return 'on the shelf; --force removes it, and it can be pulled again';
  return newest.has(item) ? `among the newest ${rule.keep} of its experiment; --keep 0 removes it` : null;
}

function newestRuns(items: readonly StoredItem[], keep: number): Set<StoredItem> {
  const complete = items.filter(({ kind, state }) => kind === 'run' && state === 'free');
  const seen = new Map<string, number>();
  const kept = complete
    .toSorted((a, b) => b.modifiedMs - a.modifiedMs)
    .filter(({ experiment = '' }) => {
      const newer = seen.get(experiment) ?? 0;
      seen.set(experiment, newer + 1);
      return newer < keep;
    });
  return new Set(kept);
}
