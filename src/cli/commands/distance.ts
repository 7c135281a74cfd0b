import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT, usageError } from '../../core/errors.ts';
import type { VariantDistance } from '../../schedule/distance-file.ts';
import type { RunSource } from '../../records/run-source.ts';
import type { Estimate } from '../../statistics/estimate.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addDistanceCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('distance')
    .description(
      "how far a run's candidates are from their baseline: KL divergence, perplexity of the truth, first token that differs",
    )
    .argument('<run>', 'a run folder, a run id or the begin of one')
    .option('--results <folder>', 'where run folders are kept', 'results')
    .option('--documents <number>', 'documents whose distributions are compared', wholeNumber, 100);
  command.action(() => choose(command, measure));
}

async function measure({ args, cwd, options, signal, stderr, now }: CommandCall): Promise<CommandResult> {
  const [{ findRun }, { measureDistance }, { createEngine }, { createProgress }, { writeDistances }] =
    await Promise.all([
      import('../../records/find-run.ts'),
      import('../../schedule/measure-distance.ts'),
      import('../../schedule/engine.ts'),
      import('../../core/progress.ts'),
      import('../../schedule/distance-file.ts'),
    ]);
  const run = await findRun(args[0] ?? '', { cwd, results: resolve(cwd, String(options.results)) });
  if (run.manifest.spec.comparisons.length === 0) {
    const message = `${run.runId} compares no variants`;
    throw usageError('RUN_NO_COMPARISONS', message, 'name a run whose experiment has a baseline');
  }
  const distances = await measureDistance(run, {
    documents: Number(options.documents),
    engine: createEngine(),
    progress: createProgress({ stream: stderr, isTty: stderr.isTTY === true, now }),
    signal,
  });
  const document = { runId: run.runId, distances };
  if (!signal.aborted && run.folder !== null) {
    await writeDistances(run.folder, run.runId, distances);
    await renewPage(run, { cwd, signal });
  }
  return {
    exitCode: signal.aborted ? EXIT.interrupted : EXIT.done,
    document,
    text: await renderDistances(distances),
  };
}

/** The page of a run that has one shows the distances, too. */
async function renewPage(run: RunSource, { cwd, signal }: Pick<CommandCall, 'cwd' | 'signal'>): Promise<void> {
  const [{ RUN_FILES }, { reopenOutcome }, { loadReportModel, writeReport }] = await Promise.all([
    import('../../records/run-folder.ts'),
    import('../rebuild-run.ts'),
    import('../write-report.ts'),
  ]);
  if (run.folder === null || !existsSync(join(run.folder, RUN_FILES.report))) return;
  await writeReport(run.folder, await loadReportModel(await reopenOutcome(run, signal), cwd));
}

async function renderDistances(distances: readonly VariantDistance[]): Promise<string> {
  const { renderTable } = await import('../text-table.ts');
  const rows = distances.map(({ candidate, baseline, klDivergence, sameTop, perplexity, answers }) => [
    `${candidate} against ${baseline}`,
    digits(klDivergence, 5),
    digits(sameTop, 4),
    digits(perplexity.baseline, 4),
    digits(perplexity.candidate, 4),
    answers.identical === null
      ? 'none compared'
      : `${(answers.identical.value * answers.compared).toFixed(0)} of ${answers.compared}`,
    placeText(answers),
  ]);
  const heading = [
    '',
    'KL, nats per token',
    'same top token',
    'perplexity before',
    'perplexity',
    'equal answers',
    'part at',
  ];
  const [first] = distances;
  const note =
    first === undefined
      ? ''
      : `\nOver the true answers of ${first.documents} documents (${first.tokens} tokens), 95 % intervals over documents.\nEqual answers and the median first token that differs come from the run's own records.\n`;
  return `${renderTable(heading, rows, [5])}${note}`;
}

function placeText({ unit, firstDivergence, medianFirstDivergence }: VariantDistance['answers']): string {
  if (medianFirstDivergence === null) return '';
  const place = `${unit} ${medianFirstDivergence + 1}`;
  if (firstDivergence === undefined || firstDivergence === null) return place;
  return `${place} (${firstDivergence.low + 1} to ${firstDivergence.high + 1}, n = ${firstDivergence.n})`;
}

function digits({ value, low, high }: Estimate, places: number): string {
  return `${value.toFixed(places)} (${low.toFixed(places)} to ${high.toFixed(places)})`;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 2) throw new InvalidArgumentError('It must be a whole number from 2.');
  return number;
}
