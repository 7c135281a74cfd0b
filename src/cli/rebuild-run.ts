import { makeSummary } from '../compare/make-summary.ts';
import { RecordCollector } from '../compare/record-collector.ts';
import { isComplete } from '../compare/run-race.ts';
import type { RunSummary } from '../compare/run-summary.ts';
import { EXIT, usageError } from '../core/errors.ts';
import { loadRunAxes } from '../records/run-axes.ts';
import { readJsonFile, RUN_FILES } from '../records/run-folder.ts';
import { loadRunReadings } from '../records/run-readings.ts';
import type { RunSource } from '../records/run-source.ts';
import { keepSummary, loadKeptSummary } from '../schedule/kept-summary.ts';
import type { RunOutcome } from '../schedule/run-experiment.ts';
import { join } from 'node:path';

/** A run's outcome with the records that it was made from. */
export interface RebuiltRun extends RunOutcome {
  records: RecordCollector;
}

/**
 * The result of a run as its folder keeps it, where nothing changed since: a hash of the journal instead of a pass through it. Otherwise
 * it is made anew, and kept, unless the run has not ended yet.
 */
export async function reopenOutcome(run: RunSource, signal: AbortSignal): Promise<RunOutcome> {
  const { folder, manifest } = run;
  const kept = folder === null ? undefined : await loadKeptSummary(folder);
  if (folder !== null && kept !== undefined) return { ...kept, folder, manifest, unchanged: true };
  const rebuilt = await rebuildRun(run, signal);
  const earlier = (await readJsonFile(join(rebuilt.folder, RUN_FILES.summary))) as RunSummary | undefined;
  // A folder that is only to be read keeps nothing.
  if (earlier?.status === rebuilt.summary.status) await keepSummary(rebuilt.folder, rebuilt).catch(() => undefined);
  return rebuilt;
}

/**
 * The result of a run made anew from its journal, whatever its summary says.
 */
export async function rebuildRun(run: RunSource, signal: AbortSignal): Promise<RebuiltRun> {
  if (run.folder === null)
    throw usageError('RUN_IS_FILE', `${run.runId} is a baseline file and no run folder`, 'name the run folder');
  const records = new RecordCollector(run.manifest.spec.weights);
  for await (const record of run.records({ tokens: false })) {
    signal.throwIfAborted();
    records.add(record);
  }
  const earlier = (await readJsonFile(join(run.folder, RUN_FILES.summary))) as RunSummary | undefined;
  const warnings = earlier?.warnings ?? [];
  const axes = await loadRunAxes(run);
  const complete = isComplete(run.manifest, (id) => records.measured(id));
  const { summary, flips } = makeSummary({
    manifest: run.manifest,
    runFolder: run.folder,
    records,
    // Only a run that was stopped says so itself: one without a summary may still be running.
    status: complete ? 'complete' : earlier === undefined ? 'partial' : 'interrupted',
    exitCode: complete ? EXIT.done : EXIT.interrupted,
    wallSeconds: earlier?.wallSeconds ?? 0,
    warnings: [...new Set([...warnings, ...axes.warnings])],
    axesOf: axes.of,
    readings: await loadRunReadings(run.folder),
    // Its second pass is no part of the records that count.
    ...(earlier?.noiseFloor !== undefined && { noiseFloor: earlier.noiseFloor }),
  });
  return {
    summary,
    flips: Object.fromEntries(flips),
    folder: run.folder,
    manifest: run.manifest,
    unchanged: false,
    records,
  };
}
