import { join, relative, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { ResponseCache } from '../../schedule/response-cache.ts';
import { readWidth, widthOption } from '../width-option.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addRunCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('run')
    .description('run an experiment, or resume it; a complete run prints its result')
    .argument('<experiment>', 'a YAML file, e.g. experiments/quantization.yaml')
    .option('--results <folder>', 'where run folders are kept', 'results')
    .option('--again', 'make another run beside a complete one')
    .option('--aa', 'measure the noise floor: a second pass of the baseline in other batches')
    .addOption(
      new Option('--engine <driver>', 'how llama.cpp is driven: in lockstep, or slower on the public interface')
        .choices(['lockstep', 'public'])
        .default('lockstep'),
    )
    .addOption(widthOption())
    .option('--no-cache', 'neither use nor keep the answers of earlier runs; speeds are then measured for every answer')
    .option('--cache-days <number>', 'answers older than this are forgotten', wholeNumber, 90)
    .option('--cache-megabytes <number>', 'the least used answers go beyond this', wholeNumber, 2000);
  command.action(() => choose(command, run));
}

async function openResponses(options: CommandCall['options']): Promise<ResponseCache> {
  const [{ openResponseCache }, { cacheFolder }] = await Promise.all([
    import('../../schedule/response-cache.ts'),
    import('../../models/shelf/cache-folder.ts'),
  ]);
  return openResponseCache({
    folder: join(cacheFolder(), 'responses'),
    ttlMs: Number(options.cacheDays) * 86_400_000,
    limitBytes: Number(options.cacheMegabytes) * 1e6,
    now: Date.now,
  });
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('It must be a whole number from 0.');
  return number;
}

/** The path as errors should show it: relative to the working folder. */
function shortest(cwd: string, path: string): string {
  return relative(cwd, resolve(cwd, path)) || path;
}

async function run(call: CommandCall): Promise<CommandResult> {
  const { args, cwd, options, signal, stderr, now } = call;
  const [{ createProgress }, { runExperiment }, { createEngine }] = await Promise.all([
    import('../../core/progress.ts'),
    import('../../schedule/run-experiment.ts'),
    import('../../schedule/engine.ts'),
  ]);
  const outcome = await runExperiment({
    experiment: shortest(cwd, args[0] ?? ''),
    results: resolve(cwd, String(options.results)),
    again: options.again === true,
    aa: options.aa === true,
    engine: createEngine(undefined, options.engine === 'public' ? 'public' : 'lockstep'),
    width: readWidth(options),
    responses: options.cache === false || call.env.ASSAY_NO_CACHE ? undefined : await openResponses(options),
    progress: createProgress({ stream: stderr, isTty: stderr.isTTY === true, now }),
    signal,
    now,
  });
  const [{ writeReport, loadReportModel, makeReportModel }, { renderTerminal }] = await Promise.all([
    import('../write-report.ts'),
    import('../../report/render-terminal.ts'),
  ]);
  const model = outcome.unchanged ? makeReportModel(outcome, cwd) : await loadReportModel(outcome, cwd);
  if (!outcome.unchanged) await writeReport(outcome.folder, model);
  const { summary } = outcome;
  if (summary.status === 'interrupted')
    stderr.write('Interrupted. What is finished is kept: the same command resumes.\n');
  const { stdout } = call;
  return {
    exitCode: summary.status === 'complete' ? EXIT.done : EXIT.interrupted,
    document: summary,
    text: renderTerminal(model, {
      width: stdout.columns ?? 80,
      color: stdout.isTTY === true && call.env.NO_COLOR === undefined,
    }),
  };
}
