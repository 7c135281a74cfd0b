import { join, relative } from 'node:path';
import { RUN_FILES, writeWhole } from '../records/run-folder.ts';
import { renderHtml } from '../report/html/render-html.ts';
import type { ReportModel } from '../report/report-model.ts';
import type { RunOutcome } from '../schedule/run-experiment.ts';

/** The report of a run, with its folder named as seen from the working folder where that is shorter. */
export function makeReportModel({ summary, flips }: RunOutcome, cwd: string): ReportModel {
  const near = relative(cwd, summary.runFolder);
  const runFolder = near !== '' && near.length < summary.runFolder.length ? near : summary.runFolder;
  return {
    summary: { ...summary, runFolder },
    flips: Object.entries(flips).map(([comparison, own]) => ({ comparison, flips: own, total: own.length })),
  };
}

export async function writeReport(folder: string, model: ReportModel): Promise<void> {
  await writeWhole(join(folder, RUN_FILES.report), await renderHtml(model));
}
