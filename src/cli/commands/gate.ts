import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Allowable } from '../../compare/comparability.ts';
import type { RunSource } from '../../records/run-source.ts';
import { EXIT, type ExitCode, usageError } from '../../core/errors.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';
import { addDecisionOptions, decisionOf } from '../decision-options.ts';
import { comparisonModel, renderComparison } from '../render-comparison.ts';
import { renderFormat, writeNamedFile } from '../report-formats.ts';

export function addGateCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('gate')
    .description('pass or fail a run against a baseline: the exit code says which')
    .argument('<run>', 'RUN or RUN:VARIANT: every variant that is named must pass')
    .option('--baseline <run>', 'RUN, RUN:VARIANT or a baseline file; without it the comparisons of the run itself');
  addDecisionOptions(command)
    .option('--junit <file>', 'write JUnit XML there')
    .option('--markdown <file>', 'write a summary for a pull request there')
    .option('--save-baseline <file>', 'keep the run as a baseline file (.jsonl or .jsonl.gz), if it passes');
  command.action(() => choose(command, gate));
}

async function gate(call: CommandCall): Promise<CommandResult> {
  const { args, cwd, options, signal } = call;
  const places = { cwd, results: resolve(cwd, String(options.results)) };
  const [run = ''] = args;
  if (options.baseline === undefined && typeof options.saveBaseline === 'string') return await saveOnly(call, run);
  const [{ loadPairs, requirePairs }, { compareRuns }, { gateExit }] = await Promise.all([
    import('../load-arms.ts'),
    import('../../compare/compare-runs.ts'),
    import('../../compare/gate-exit.ts'),
  ]);
  const baseline = typeof options.baseline === 'string' ? options.baseline : undefined;
  const references = baseline === undefined ? [run] : [baseline, run];
  const { pairs, warnings, axesOf } = await loadPairs(references, {
    places,
    rescore: options.rescore === true,
    signal,
  });
  const { decision, run: asked } = requirePairs(pairs, references).candidate.manifest.spec;
  const compared = compareRuns({
    pairs,
    decision: decisionOf(decision, options),
    seed: asked.seed,
    allowed: new Set((options.allow as Allowable[] | undefined) ?? []),
    question: `May ${run} replace ${baseline ?? 'its baseline'}?`,
    warnings,
    axesOf,
  });
  const exitCode = gateExit(compared.summary.comparisons.map(({ verdict }) => verdict));
  const model = comparisonModel(compared);
  const written: string[] = [];
  if (typeof options.junit === 'string')
    written.push(await writeNamedFile(cwd, options.junit, await renderFormat(model, 'junit', { call })));
  if (typeof options.markdown === 'string') {
    const text = `${outcomeText(exitCode)}\n\n${await renderComparison(compared, 'markdown', call)}`;
    written.push(await writeNamedFile(cwd, options.markdown, text));
  }
  if (typeof options.saveBaseline === 'string' && exitCode === EXIT.done)
    written.push((await save(call, run, options.saveBaseline)).path);
  const report = await renderComparison(compared, 'terminal', call);
  return {
    exitCode,
    document: { ...compared.summary, passed: exitCode === EXIT.done, pairs: compared.pairs, written },
    text: `${report}\n${written.map((path) => `Wrote   ${path}\n`).join('')}${outcomeText(exitCode)}\n`,
  };
}

async function saveOnly(call: CommandCall, run: string): Promise<CommandResult> {
  for (const option of ['junit', 'markdown'] as const) {
    if (call.options[option] !== undefined)
      throw usageError('GATE_NO_BASELINE', `--${option} reports a comparison, and there is none`, 'add --baseline RUN');
  }
  const { path, records } = await save(call, run, String(call.options.saveBaseline));
  return { exitCode: EXIT.done, document: { path, records }, text: `${records} records of ${run} in ${path}\n` };
}

async function save({ cwd, options }: CommandCall, reference: string, path: string) {
  const [{ findNamedRun }, { writeBaseline }] = await Promise.all([
    import('../../records/find-run.ts'),
    import('../../records/write-baseline.ts'),
  ]);
  const { run, variant } = await findNamedRun(reference, { cwd, results: resolve(cwd, String(options.results)) });
  return await writeBaseline(run, { path: resolve(cwd, path), variant, complete: await hasEnded(run) });
}

/** Whether a run that may stop early has stopped; `false` for any other, whose records tell. */
async function hasEnded(run: RunSource): Promise<boolean> {
  if (run.manifest.race === undefined) return false;
  const [{ RecordCollector }, { isComplete }] = await Promise.all([
    import('../../compare/record-collector.ts'),
    import('../../compare/run-race.ts'),
  ]);
  const records = new RecordCollector(run.manifest.spec.weights);
  for await (const record of run.records({ tokens: false })) records.add(record);
  return isComplete(run.manifest, (id) => records.measured(id));
}

function outcomeText(exitCode: ExitCode): string {
  switch (exitCode) {
    case EXIT.done:
      return 'Gate passed.';
    case EXIT.gateFailed:
      return 'Gate failed: a regression was shown.';
    case EXIT.nothingMeasured:
      return 'Gate not passed: nothing was measured.';
    case EXIT.incomparable:
      return 'Gate not passed: the runs are not comparable.';
    default:
      return 'Gate not passed: the documents cannot resolve the margin.';
  }
}
