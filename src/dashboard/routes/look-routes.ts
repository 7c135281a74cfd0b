import { join } from 'node:path';
import { AssayError, usageError } from '../../core/errors.ts';
import { hintNearest } from '../../core/nearest.ts';
import { ALLOWABLE, type Allowable } from '../../compare/comparability.ts';
import type { ComparedRuns } from '../../compare/compare-runs.ts';
import { type HistoryStep, runHistory } from '../../compare/run-history.ts';
import { openRunFolder } from '../../records/run-source.ts';
import { loadRunRows } from '../live/run-rows.ts';
import type { RunShelf } from '../live/run-shelf.ts';
import { type CompareChoice, renderComparePage } from '../pages/compare-page.ts';
import { drawHistory } from '../pages/draw-history.ts';
import { renderHistoriesPage, renderHistoryPage } from '../pages/history-page.ts';
import type { Reply } from '../server/reply.ts';
import type { Call, Router } from '../server/router.ts';

/** Compares runs as `assay compare` does. Throws usage errors. */
export type Compare = (
  references: readonly string[],
  options: { allowed: ReadonlySet<Allowable>; rescore: boolean },
) => Promise<ComparedRuns>;

export interface LookRoutesInput {
  shelf: RunShelf;
  compare: Compare;
}

/** What looks at several runs at once: comparison and history. Both read records, so what they found is kept. */
export function addLookRoutes(router: Router, { shelf, compare }: LookRoutesInput): void {
  const compared = new Remembered<ComparedRuns>();
  const histories = new Remembered<HistoryStep[]>();
  router
    .get('/compare', (call) => comparePage(call, { shelf, compare, compared }))
    .get('/history', async () => ({ kind: 'page', html: renderHistoriesPage(await loadRunRows(shelf)) }))
    .get('/history/:name', async ({ params }) => {
      const name = params.name ?? '';
      const rows = await loadRunRows(shelf);
      const own = rows.filter((row) => row.name === name && row.done > 0);
      if (own.length === 0) {
        const names = [...new Set(rows.map((row) => row.name))];
        const hint = hintNearest(name, names, 'choose one of the list');
        throw usageError('HISTORY_UNKNOWN', `there is no run of "${name}" with records`, hint);
      }
      const key = own.map(({ runId, done, state }) => `${runId} ${done} ${state}`).join('\n');
      const steps = await histories.of(key, async () => {
        const runs = await Promise.all(own.map(({ runId }) => openRunFolder(join(shelf.results, runId))));
        return runHistory(runs);
      });
      return { kind: 'page', html: renderHistoryPage(name, steps, await drawHistory(steps)) };
    });
}

async function comparePage(
  { query }: Call,
  { shelf, compare, compared }: LookRoutesInput & { compared: Remembered<ComparedRuns> },
): Promise<Reply> {
  const rows = await loadRunRows(shelf);
  const choice: CompareChoice = {
    references: query.getAll('run').filter((reference) => reference.trim() !== ''),
    allowed: query.getAll('allow'),
    rescore: query.get('rescore') === '1',
  };
  const allowed = new Set(ALLOWABLE.filter((what) => choice.allowed.includes(what)));
  let problem: { message: string; hint: string | null } | null = null;
  let found: ComparedRuns | null = null;
  if (choice.references.length > 0) {
    try {
      requireRuns(
        choice.references,
        rows.map(({ runId }) => runId),
      );
      const key = JSON.stringify([choice, rows.map(({ runId, done, state }) => [runId, done, state])]);
      found = await compared.of(key, () => compare(choice.references, { allowed, rescore: choice.rescore }));
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      problem = { message: error.message, hint: error.hint ?? null };
    }
  }
  return { kind: 'page', html: await renderComparePage({ rows, choice, compared: found, problem }) };
}

/** The command line also takes paths; an address may only name runs that are on the list. */
function requireRuns(references: readonly string[], ids: readonly string[]): void {
  for (const reference of references) {
    if (ids.some((id) => reference === id || reference.startsWith(`${id}:`))) continue;
    throw usageError(
      'RUN_UNKNOWN',
      `there is no run "${reference}"`,
      hintNearest(reference, ids, 'choose one of the list of runs, with `:VARIANT` for one of its variants'),
    );
  }
}

/** The last few answers of something slow. */
class Remembered<T> {
  private readonly kept = new Map<string, Promise<T>>();

  of(key: string, make: () => Promise<T>): Promise<T> {
    const found = this.kept.get(key) ?? make();
    this.kept.delete(key);
    this.kept.set(key, found);
    found.catch(() => this.kept.delete(key));
    const [oldest] = this.kept.keys();
    if (this.kept.size > 8 && oldest !== undefined) this.kept.delete(oldest);
    return found;
  }
}
