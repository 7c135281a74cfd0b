import { join } from 'node:path';
import type { Verdict } from '../../statistics/verdict.ts';
import type { RunShelf } from './run-shelf.ts';
import { loadRunState, type RunState } from './run-state.ts';

/** One line of the list of runs. */
export interface RunRow {
  runId: string;
  name: string;
  question: string;
  state: RunState;
  done: number;
  total: number;
  documents: number;
  variants: number;
  verdicts: { verdict: Verdict; count: number }[];
  createdAt: string;
}

/** All runs, the newest first. A folder that cannot be read is left out: its own page says why. */
export async function loadRunRows(shelf: RunShelf): Promise<RunRow[]> {
  const rows: RunRow[] = [];
  for (const id of await shelf.list()) {
    const row = await loadRow(shelf, id).catch(() => null);
    if (row !== null) rows.push(row);
  }
  return rows.sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
}

async function loadRow(shelf: RunShelf, id: string): Promise<RunRow> {
  const [manifest, summary] = [await shelf.manifest(id), await shelf.summary(id)];
  const { spec, dataset, createdAt } = manifest;
  const state = await loadRunState(join(shelf.results, id), summary?.status ?? null);
  const total = spec.variants.length * dataset.documents.length * spec.run.epochs;
  // A complete run says what it holds: only the journals of the others are looked into.
  const counted = summary?.variants.reduce((sum, { documents }) => sum + documents * spec.run.epochs, 0);
  const done = state === 'complete' && counted !== undefined ? counted : (await shelf.index(id)).done;
  const verdicts = new Map<Verdict, number>();
  for (const { verdict } of summary?.comparisons ?? []) verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  return {
    runId: id,
    name: spec.name,
    question: spec.question,
    state,
    done,
    total,
    documents: dataset.documents.length,
    variants: spec.variants.length,
    verdicts: [...verdicts].map(([verdict, count]) => ({ verdict, count })),
    createdAt,
  };
}
