import { readdir, stat } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { ComparisonSummary, RunSummary } from '../../compare/run-summary.ts';
import type { PilotComparison } from '../../plan/plan-decision.ts';
import type { Manifest } from '../../records/manifest.ts';
import { readJsonFile, RUN_FILES } from '../../records/run-folder.ts';
import { tQuantile } from '../../statistics/student-t.ts';

/** What an earlier run of the same experiment can tell a plan. */
export interface Pilot {
  runId: string;
  documents: number;
  comparisons: PilotComparison[];
  /** Documents per second by variant id; empty when the run was made on another machine. */
  documentsPerSecond: Map<string, number>;
  /** Mean length of a line of its journal; `null` when it has none. */
  bytesPerRecord: number | null;
}

/** The newest complete run of that name under `results`, measured by the same metric; `null` when there is none. */
export async function loadPilot(results: string, name: string, metric: string): Promise<Pilot | null> {
  const folders = await readdir(results).catch(() => []);
  let newest: { summary: RunSummary; manifest: Manifest; folder: string } | undefined;
  for (const entry of folders) {
    if (!entry.startsWith(`${name}-`)) continue;
    const folder = join(results, entry);
    // A folder that cannot be read is no pilot; the run itself will say what is wrong with it.
    const [summary, manifest] = (await Promise.all([
      readJsonFile(join(folder, RUN_FILES.summary)).catch(() => undefined),
      readJsonFile(join(folder, RUN_FILES.manifest)).catch(() => undefined),
    ])) as [RunSummary | undefined, Manifest | undefined];
    if (summary?.status !== 'complete' || summary.name !== name || manifest === undefined) continue;
    if (newest === undefined || manifest.createdAt > newest.manifest.createdAt) newest = { summary, manifest, folder };
  }
  if (newest === undefined) return null;
  const { summary, manifest, folder } = newest;
  const [cpu] = cpus();
  const sameMachine = manifest.machine.cpu === (cpu?.model ?? 'unknown') && manifest.machine.cores === cpus().length;
  const records = summary.variants.reduce((sum, { documents }) => sum + documents * manifest.spec.run.epochs, 0);
  const journal = await stat(join(folder, RUN_FILES.records)).catch(() => undefined);
  return {
    runId: summary.runId,
    documents: summary.dataset.documents,
    comparisons: summary.comparisons.flatMap((comparison) =>
      comparison.metric === metric && comparison.n >= 2 ? [pilotOf(comparison)] : [],
    ),
    documentsPerSecond: new Map(
      // Where every answer was recalled, no speed is known.
      sameMachine
        ? summary.variants.flatMap(({ id, documentsPerSecond: rate }) => (rate > 0 ? [[id, rate] as const] : []))
        : [],
    ),
    bytesPerRecord: journal === undefined || records === 0 ? null : journal.size / records,
  };
}

/** The spread is read back from the t interval: half its width is t * sd / sqrt(n). */
function pilotOf({ baseline, candidate, n, differenceT, broken }: ComparisonSummary): PilotComparison {
  const half = (differenceT.high - differenceT.low) / 2;
  const sd = (half * Math.sqrt(n)) / tQuantile((1 + differenceT.level) / 2, n - 1);
  return { baseline, candidate, n, sd, brokenCount: broken.count };
}
