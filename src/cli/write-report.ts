import { join, relative } from 'node:path';
import { describeLayoutSource } from '../records/describe-layout.ts';
import { RUN_FILES, writeWhole } from '../records/run-folder.ts';
import { renderHtml } from '../report/html/render-html.ts';
import type { Manifest } from '../records/manifest.ts';
import type { ReportHistory, ReportModel, ReportNote } from '../report/report-model.ts';
import { loadDistances, type VariantDistance } from '../schedule/distance-file.ts';
import type { RunOutcome } from '../schedule/run-experiment.ts';
import { loadHistory } from './load-history.ts';

/** The report of a run with what its folder and the runs beside it say: earlier runs, and distances that were measured. */
export async function loadReportModel(outcome: RunOutcome, cwd: string): Promise<ReportModel> {
  const [history, distances] = await Promise.all([loadHistory(outcome.folder), loadDistances(outcome.folder)]);
  return makeReportModel(outcome, cwd, { history, distances });
}

/** The report of a run, with its folder named as seen from the working folder where that is shorter. */
export function makeReportModel(
  { summary, flips, manifest }: RunOutcome,
  cwd: string,
  { history = [], distances = [] }: { history?: ReportHistory[]; distances?: VariantDistance[] } = {},
): ReportModel {
  const near = relative(cwd, summary.runFolder);
  const runFolder = near !== '' && near.length < summary.runFolder.length ? near : summary.runFolder;
  return {
    summary: { ...summary, runFolder },
    notes: notesOf(manifest),
    ...(history.length > 0 && { history }),
    ...(distances.length > 0 && { distances }),
    flips: Object.entries(flips).map(([comparison, own]) => ({ comparison, flips: own, total: own.length })),
  };
}

/** What the method section says beside the summary: the run by its content, so that somebody else can repeat it. */
function notesOf(manifest: Manifest | null): ReportNote[] {
  if (manifest === null) return [];
  const { machine, versions, gitCommit, variants, batch } = manifest;
  const prompts = [
    ...new Set(variants.map(({ promptHash, promptVersion }) => `version ${promptVersion}, ${promptHash.slice(0, 16)}`)),
  ];
  return [
    { label: 'Machine', value: `${machine.cpu}, ${machine.cores} cores, ${machine.os}` },
    {
      label: 'Software',
      value: Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    },
    { label: 'Source', value: gitCommit ?? 'not a git checkout' },
    {
      label: 'Batches',
      value: `${batch.replicas} workers of ${batch.threads} thread, ${batch.width} documents together, context of ${batch.contextTokens} tokens${batch.layoutFrom === undefined ? '' : `; ${describeLayoutSource(batch)}`}`,
    },
    { label: 'Prompt SHA-256', value: prompts.join('; ') },
    ...variants.map(({ id, modelSha256 }) => ({ label: `Model SHA-256 of ${id}`, value: modelSha256 })),
  ];
}

export async function writeReport(folder: string, model: ReportModel): Promise<void> {
  await writeWhole(join(folder, RUN_FILES.report), await renderHtml(model));
}
