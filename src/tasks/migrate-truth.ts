import { usageError } from '../core/errors.ts';
import type { TrueValue } from '../invoices/truth.ts';
import type { Task } from './task.ts';
import type { Migration } from './task-file.ts';

/** The truth of one document of any task. */
export interface AnyTruth {
  id: string;
  split: string;
  /** Of the task's schema. */
  version: number;
  fields: Record<string, TrueValue>;
  lines?: Record<string, TrueValue>[];
  tier?: string;
  layout?: string;
  locale?: string;
  currency?: string;
  generator?: string;
}

const UNKNOWN: TrueValue = { value: null, state: 'unknown' };

/**
 * A truth brought up to the task's version, one migration after the other: fields renamed, removed, and those that its
 * version did not have yet marked unknown, so that nothing is scored that nobody looked at. Throws `DATASET_TRUTH` for a
 * version that the task does not know.
 */
export function migrateTruth(
  truth: AnyTruth,
  { version, migrations }: Pick<Task, 'version' | 'migrations'>,
  where: string,
): AnyTruth {
  const oldest = version - migrations.length;
  if (truth.version < oldest || truth.version > version) {
    const known = oldest === version ? String(version) : `${oldest} to ${version}`;
    throw usageError(
      'DATASET_TRUTH',
      `${where} has version ${truth.version}; the task reads ${known}`,
      'add a migration to task.yaml',
    );
  }
  return migrations.filter(({ to }) => to > truth.version).reduce(migrate, truth);
}

function migrate(truth: AnyTruth, migration: Migration): AnyTruth {
  const header = partOf(migration, (name) => (name.startsWith('lines.') ? null : name));
  const cells = partOf(migration, (name) => (name.startsWith('lines.') ? name.slice('lines.'.length) : null));
  const { lines } = truth;
  return {
    ...truth,
    version: migration.to,
    fields: change(truth.fields, header),
    ...(lines !== undefined && { lines: lines.map((line) => change(line, cells)) }),
  };
}

type Part = Pick<Migration, 'rename' | 'remove' | 'add'>;

/** The members of a migration that concern header or lines, by their own names. */
function partOf({ rename, remove, add }: Migration, own: (name: string) => string | null): Part {
  const names = (list: readonly string[]): string[] => list.map(own).filter((name) => name !== null);
  const renamed = Object.entries(rename).map(([from, to]) => [own(from), own(to)] as const);
  return {
    rename: Object.fromEntries(
      renamed.filter((pair): pair is [string, string] => pair[0] !== null && pair[1] !== null),
    ),
    remove: names(remove),
    add: names(add),
  };
}

function change(values: Readonly<Record<string, TrueValue>>, { rename, remove, add }: Part): Record<string, TrueValue> {
  const kept = Object.entries(values).filter(([name]) => !remove.includes(name));
  const changed = Object.fromEntries(kept.map(([name, value]) => [rename[name] ?? name, value]));
  return { ...Object.fromEntries(add.map((name) => [name, UNKNOWN])), ...changed };
}
