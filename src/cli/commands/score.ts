import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RescoredRun } from '../../compare/rescore-run.ts';
import { EXIT, usageError } from '../../core/errors.ts';
import { sparingMemory } from '../../core/sparing-memory.ts';
import type { RunSource } from '../../records/run-source.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

/** Changes listed for people, and under --json. */
const LISTED_TEXT = 20;
const LISTED_JSON = 1000;

export function addScoreCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('score')
    .description('score the answers of a run again, without asking any model, and say what changed')
    .argument('<run>', 'a run folder, a run id or the begin of one')
    .option('--results <folder>', 'where run folders are kept', 'results')
    .option('--dry-run', 'say what would change and write nothing');
  command.action(() => choose(command, (call) => sparingMemory(() => score(call))));
}

async function score(call: CommandCall): Promise<CommandResult> {
  const { args, cwd, options, signal, json } = call;
  const [{ findRun }, { openRunDataset }, { rescoreRun }, { lockRun }] = await Promise.all([
    import('../../records/find-run.ts'),
    import('../../records/open-run-dataset.ts'),
    import('../../compare/rescore-run.ts'),
    import('../../records/run-folder.ts'),
  ]);
  const run = await findRun(args[0] ?? '', { cwd, results: resolve(cwd, String(options.results)) });
  const { folder } = run;
  if (folder === null)
    throw usageError('RUN_IS_FILE', `${run.runId} is a baseline file and no run folder`, 'name the run folder');
  const dryRun = options.dryRun === true;
  const dataset = await openRunDataset(run.manifest);
  const lock = await lockRun(folder);
  try {
    const listed = json ? LISTED_JSON : LISTED_TEXT;
    const rescored = await rescoreRun(run, { folder, dataset, dryRun, listed, signal });
    const updated = !dryRun && rescored.changedRecords > 0 ? await updateSummary(run, call) : [];
    return {
      exitCode: EXIT.done,
      document: { runId: run.runId, dryRun, ...rescored, updated },
      text: await renderChanges(run, rescored, { dryRun, updated }),
    };
  } finally {
    // Not `await using`: the compiler leaves the paths of dynamic imports unwritten in a function that has one.
    await lock[Symbol.asyncDispose]();
  }
}

/** Makes summary, flips and page anew from the new scores. Gives the names of the files. */
async function updateSummary(run: RunSource, { signal, cwd }: CommandCall): Promise<string[]> {
  const [{ rebuildRun }, { loadReportModel, writeReport }, { keepSummary }, { RUN_FILES }, { RESCORED_FILE }] =
    await Promise.all([
      import('../rebuild-run.ts'),
      import('../write-report.ts'),
      import('../../schedule/kept-summary.ts'),
      import('../../records/run-folder.ts'),
      import('../../records/run-source.ts'),
    ]);
  const outcome = await rebuildRun(run, signal);
  await keepSummary(outcome.folder, outcome);
  await writeReport(outcome.folder, await loadReportModel(outcome, cwd));
  return [RESCORED_FILE, RUN_FILES.flips, RUN_FILES.summary, RUN_FILES.report];
}

async function renderChanges(
  run: RunSource,
  rescored: RescoredRun,
  { dryRun, updated }: { dryRun: boolean; updated: string[] },
): Promise<string> {
  const [{ counted, countText, pointsText }, { visibleText, visibleValue }, { renderTable }] = await Promise.all([
    import('../../report/number-text.ts'),
    import('../../report/safe-text.ts'),
    import('../text-table.ts'),
  ]);
  const { records, changedRecords, changedFields, counts, changes, meanChange, scorersBefore, scorer } = rescored;
  const before = Object.entries(scorersBefore).map(([version, n]) => `version ${version} (${countText(n)})`);
  const head = `${counted(records, 'record')} of ${run.runId} scored by version ${scorer}; before by ${before.join(', ')}`;
  if (changedRecords === 0) return `${visibleText(head)}\nNothing changed.\n`;
  const value = (text: string | null): string => (text === null ? 'nothing' : `“${visibleValue(text)}”`);
  const lines = changes.map(
    ({ variant, document, field, before: was, after: is }) =>
      `  ${visibleText(`${variant} ${document} ${field}`)}: ${was.outcome} ${value(was.predicted)} → ${is.outcome} ${value(is.predicted)}, truth ${value(is.truth)}`,
  );
  const left = changedFields - changes.length;
  return [
    visibleText(head),
    `${counted(changedRecords, 'record')} changed, ${counted(changedFields, 'field')} in outcome or value.`,
    ...Object.entries(meanChange).map(
      ([variant, change]) => `  ${visibleText(variant)}: field accuracy ${pointsText(change)} pt`,
    ),
    ...(counts.length === 0 ? [] : ['', renderTable(['field', 'before', 'now', 'count'], rows(counts), [3]).trimEnd()]),
    ...(lines.length === 0 ? [] : ['', ...lines]),
    ...(left > 0 ? [`  and ${countText(left)} more`] : []),
    '',
    dryRun ? 'Nothing was written (--dry-run).' : `Wrote ${updated.join(', ')}; the journal is as it was.`,
    '',
  ].join('\n');
}

function rows(counts: RescoredRun['counts']): string[][] {
  return counts.map(({ field, from, to, count }) => [field, from, to, String(count)]);
}
