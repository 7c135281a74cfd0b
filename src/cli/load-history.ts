import { dirname, join } from 'node:path';
import { runHistory } from '../compare/run-history.ts';
import { listRunIds } from '../records/find-run.ts';
import { openRunFolder, type RunSource } from '../records/run-source.ts';
import type { ReportHistory } from '../report/report-model.ts';

/** A report shows so many runs, the newest. */
const MOST_RUNS = 12;

/** All runs of an experiment beside this one and before it, oldest first; nothing where it is the only one. */
export async function loadHistory(runFolder: string): Promise<ReportHistory[]> {
  const results = dirname(runFolder);
  const own = await openRunFolder(runFolder);
  const { createdAt, spec } = own.manifest;
  const runs: RunSource[] = [];
  for (const id of await listRunIds(results)) {
    if (!id.startsWith(`${spec.name}-`)) continue;
    // A folder that this release cannot read is no reason to print no report.
    const run = await openRunFolder(join(results, id)).catch(() => null);
    if (run?.manifest.spec.name === spec.name && run.manifest.createdAt <= createdAt) runs.push(run);
  }
  if (runs.length < 2) return [];
  runs.sort((a, b) => (a.manifest.createdAt < b.manifest.createdAt ? -1 : 1));
  const steps = await runHistory(runs.slice(-MOST_RUNS));
  return steps.map(({ runId, createdAt: at, variant, measured, moved, changePoint }) => ({
    runId,
    createdAt: at,
    variant,
    fieldAccuracy: measured.fieldAccuracy,
    change: moved,
    changePoint,
  }));
}
