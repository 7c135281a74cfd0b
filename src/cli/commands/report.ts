import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { Budget, Recommendation } from '../../compare/recommend.ts';
import { budgetOf, renderRecommendation } from '../budget-option.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';
import type { RebuiltRun } from '../rebuild-run.ts';
import { oneOf, renderFormat, TEXT_FORMATS, writeNamedFile } from '../report-formats.ts';

const FORMATS = [...TEXT_FORMATS, 'pdf', 'parquet'] as const;
type Format = (typeof FORMATS)[number];

/** Formats that are no text for a terminal: without --out they go into the run folder. */
const INTO_FOLDER: Partial<Record<Format, string>> = {
  html: 'report.html',
  pdf: 'report.pdf',
  parquet: 'records.parquet',
};

export function addReportCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('report')
    .description('write the report of a run from its journal')
    .argument('<run>', 'a run folder, a run id or the begin of one')
    .option('--results <folder>', 'where run folders are kept', 'results')
    .option('--format <name>', FORMATS.join(', '), oneOf(FORMATS), 'terminal')
    .option('--out <file>', 'write it there; html, pdf and parquet go into the run folder unless told')
    .option('--anew', 'reckon everything from the journal again, even where the summary is known to be of it')
    .option('--budget <list>', 'also recommend a variant, e.g. bytes=3MB,seconds=0.2,accuracy=0.9', budgetOf);
  command.action(() => choose(command, report));
}

async function report(call: CommandCall): Promise<CommandResult> {
  const { args, cwd, options, signal, env } = call;
  const [{ findRun }, { rebuildRun, reopenOutcome }, { loadReportModel }] = await Promise.all([
    import('../../records/find-run.ts'),
    import('../rebuild-run.ts'),
    import('../write-report.ts'),
  ]);
  const run = await findRun(args[0] ?? '', { cwd, results: resolve(cwd, String(options.results)) });
  const format = options.format as Format;
  // A recommendation looks at the records themselves.
  const rebuilt = options.anew === true || options.budget !== undefined ? await rebuildRun(run, signal) : null;
  const outcome = rebuilt ?? (await reopenOutcome(run, signal));
  const model = await loadReportModel(outcome, cwd);
  const recommendation = rebuilt === null ? null : await adviseOn(rebuilt, call);
  const advised = recommendation === null ? {} : { recommendation };
  const inFolder = INTO_FOLDER[format];
  const asked = typeof options.out === 'string' ? resolve(cwd, options.out) : undefined;
  const out = asked ?? (inFolder === undefined ? undefined : join(outcome.folder, inFolder));
  if (format === 'parquet' && out !== undefined) {
    const { writeParquet } = await import('../../records/run-database.ts');
    await writeParquet(outcome.folder, out);
  } else if (format === 'pdf' && out !== undefined) {
    const { printPdf } = await import('../print-pdf.ts');
    await printPdf(await renderFormat(model, 'html', { call }), out, env);
  } else if (format !== 'parquet' && format !== 'pdf') {
    const text = await renderFormat(model, format, { call });
    const advice = recommendation === null ? '' : `\n${renderRecommendation(recommendation)}`;
    const whole = format === 'terminal' || format === 'markdown' ? text + advice : text;
    if (out === undefined) return { exitCode: EXIT.done, document: { ...outcome.summary, ...advised }, text: whole };
    await writeNamedFile(cwd, out, whole);
  }
  return { exitCode: EXIT.done, document: { ...outcome.summary, ...advised, format, out }, text: `${String(out)}\n` };
}

async function adviseOn({ summary, records }: RebuiltRun, { options }: CommandCall): Promise<Recommendation | null> {
  if (options.budget === undefined) return null;
  const { recommend } = await import('../../compare/recommend.ts');
  const { decision, seed, variants } = summary;
  if (decision === undefined) throw new Error('a rebuilt run has its decision');
  const arms = variants.map((variant) => ({ summary: variant, measured: records.measured(variant.id) }));
  return recommend({ arms, budget: options.budget as Budget, decision, seed });
}
