import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Allowable } from '../../compare/comparability.ts';
import { EXIT } from '../../core/errors.ts';
import { compareQuestion } from '../compare-question.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';
import { addDecisionOptions, decisionOf } from '../decision-options.ts';
import { renderComparison } from '../render-comparison.ts';
import { oneOf, TEXT_FORMATS, type TextFormat, writeNamedFile } from '../report-formats.ts';

export function addCompareCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('compare')
    .description('compare variants of one run or of several; the first is the baseline')
    .argument('<runs...>', 'RUN or RUN:VARIANT; RUN is a run folder, a run id or the begin of one');
  addDecisionOptions(command)
    .option('--format <name>', TEXT_FORMATS.join(', '), oneOf(TEXT_FORMATS), 'terminal')
    .option('--out <file>', 'write it there instead of printing it');
  command.action(() => choose(command, compare));
}

async function compare(call: CommandCall): Promise<CommandResult> {
  const { args, cwd, options, signal } = call;
  const [{ loadPairs, requirePairs }, { compareRuns }] = await Promise.all([
    import('../load-arms.ts'),
    import('../../compare/compare-runs.ts'),
  ]);
  const places = { cwd, results: resolve(cwd, String(options.results)) };
  const { pairs, warnings, axesOf } = await loadPairs(args, { places, rescore: options.rescore === true, signal });
  const first = requirePairs(pairs, args);
  const { decision, run } = first.candidate.manifest.spec;
  const compared = compareRuns({
    pairs,
    decision: decisionOf(decision, options),
    seed: run.seed,
    allowed: new Set((options.allow as Allowable[] | undefined) ?? []),
    question: compareQuestion(pairs),
    warnings,
    axesOf,
  });
  const text = await renderComparison(compared, options.format as TextFormat, call);
  const document = { ...compared.summary, pairs: compared.pairs };
  if (typeof options.out !== 'string') return { exitCode: EXIT.done, document, text };
  const out = await writeNamedFile(cwd, options.out, text);
  return { exitCode: EXIT.done, document: { ...document, out }, text: `${out}\n` };
}
