import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT, usageError } from '../../core/errors.ts';
import type { SpeedInput, SpeedReport } from '../../schedule/measure-speed.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addBenchCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('bench')
    .description('how fast a model decodes here: by batch width, cache type, threads and workers')
    .argument('[model]', 'the id of a model on the shelf, or a .gguf file')
    .option('--quantization <name>', 'of a model on the shelf; made when it is missing')
    .option('--device <id>', 'profile of native-configs/', 'cpu')
    .option('--widths <list>', 'sequences decoded together', numbers, [1, 4, 8, 16])
    .option('--threads <list>', 'threads of each worker', numbers, [1])
    .option('--workers <list>', 'workers side by side', numbers, [1])
    .option('--kv <list>', 'types of the key-value cache', (text: string) => text.split(','), ['F16'])
    .option('--prompt <tokens>', 'prompt tokens of each sequence', number, 256)
    .option('--output <tokens>', 'output tokens of each sequence', number, 64)
    .option('--repetitions <number>', 'counted rounds of each combination', number, 5)
    .option('--html <file>', 'write a page with a chart')
    .option('--compare <files...>', 'set reports (of `assay bench --json > FILE`) side by side; nothing is measured');
  command.action(() => choose(command, bench));
}

async function bench(call: CommandCall): Promise<CommandResult> {
  const { args, options } = call;
  if (Array.isArray(options.compare)) return await compare(options.compare.map(String), call);
  if (args[0] === undefined)
    throw usageError('BENCH_MODEL', 'no model is named', 'name a model, e.g. assay bench assay-extract');
  const report = await measure(args[0], call);
  const [{ BENCH_HEADING, benchFacts, benchRow }, { renderTable }] = await Promise.all([
    import('../../report/bench/bench-table.ts'),
    import('../text-table.ts'),
  ]);
  const page = await writePage(report, call);
  const table = renderTable(BENCH_HEADING, report.rows.map(benchRow), [0, 1, 2, 4, 5, 6, 7]);
  return {
    exitCode: EXIT.done,
    document: report,
    text: `${benchFacts(report).join('\n')}\n\n${table}${page === null ? '' : `\nChart  ${page}\n`}`,
  };
}

async function measure(model: string, { cwd, options, signal, stderr, now }: CommandCall): Promise<SpeedReport> {
  const [{ measureSpeed }, { createLlamaEngine }, { createProgress }, { loadNativeConfig, isPath }, { packageRoot }] =
    await Promise.all([
      import('../../schedule/measure-speed.ts'),
      import('../../schedule/engine.ts'),
      import('../../core/progress.ts'),
      import('../../spec/definitions.ts'),
      import('../../models/package-root.ts'),
    ]);
  const device = String(options.device);
  const config = await loadNativeConfig(
    isPath(device) ? resolve(cwd, device) : device,
    join(packageRoot(), 'native-configs'),
  );
  const { threads, widths, workers, kv } = options as Record<'threads' | 'widths' | 'workers', number[]> & {
    kv: string[];
  };
  return await measureSpeed({
    model: await findModel(model, { cwd, quantization: options.quantization }),
    axes: { widths, threads, workers, kvCacheTypes: kv },
    shape: {
      promptTokens: Number(options.prompt),
      outputTokens: Number(options.output),
      repetitions: Number(options.repetitions),
    },
    gpu: config.gpu,
    seed: 1,
    runtime: createLlamaEngine().runtime,
    progress: createProgress({ stream: stderr, isTty: stderr.isTTY === true, now }),
    signal,
  });
}

async function findModel(
  model: string,
  { cwd, quantization }: { cwd: string; quantization: unknown },
): Promise<SpeedInput['model']> {
  const [{ resolveModel }, { listModels }] = await Promise.all([
    import('../../models/shelf/resolve-model.ts'),
    import('../../models/shelf/registry.ts'),
  ]);
  const listed = listModels().some(({ id }) => id === model);
  const wanted = typeof quantization === 'string' ? quantization : null;
  const file = listed ? null : resolve(cwd, model);
  const found = await resolveModel({ model, file, quantization: wanted });
  return {
    name: model,
    path: found.path,
    sha256: found.sha256,
    fileBytes: found.fileBytes,
    quantization: found.quantization,
  };
}

async function writePage(report: SpeedReport, { cwd, options }: CommandCall): Promise<string | null> {
  const { html } = options;
  if (typeof html !== 'string') return null;
  const [{ renderBenchHtml }, { writeWhole }] = await Promise.all([
    import('../../report/bench/render-bench-html.ts'),
    import('../../records/run-folder.ts'),
  ]);
  const path = resolve(cwd, html);
  await writeWhole(path, await renderBenchHtml(report));
  return path;
}

async function compare(files: readonly string[], { cwd }: CommandCall): Promise<CommandResult> {
  const [{ compareSpeeds, rateText }, { renderTable }] = await Promise.all([
    import('../../report/bench/bench-table.ts'),
    import('../text-table.ts'),
  ]);
  if (files.length < 2) throw usageError('BENCH_COMPARE', 'one report cannot be compared', 'name two files or more');
  const reports = await Promise.all(files.map((file) => loadReport(resolve(cwd, file))));
  const shapes = new Set(reports.map(({ shape, model }) => JSON.stringify([shape, model.sha256])));
  if (shapes.size > 1) {
    const message = 'the reports are of different models or token counts';
    throw usageError(
      'BENCH_COMPARE',
      message,
      'measure the same model with the same --prompt, --output and --repetitions',
    );
  }
  const compared = compareSpeeds(reports);
  const names = reports.map(({ device, engine }, i) => `${i + 1}: ${device.name}, ${engine}`);
  const rows = compared.map(({ combination, sampled, ratios }) => [
    combination,
    ...sampled.flatMap((rate, i) => [rateText(rate), i === 0 ? '' : (ratios[i]?.toFixed(2) ?? '–')]),
  ]);
  const heading = ['with sampling, t/s', ...reports.flatMap((_, i) => [String(i + 1), i === 0 ? '' : `${i + 1} / 1`])];
  return {
    exitCode: EXIT.done,
    document: { reports: reports.map(({ rows: _rows, ...rest }) => rest), compared },
    text: `${names.join('\n')}\n\n${renderTable(heading, rows)}`,
  };
}

async function loadReport(path: string): Promise<SpeedReport> {
  try {
    const report = JSON.parse(await readFile(path, 'utf8')) as SpeedReport;
    if (report.benchVersion === 1 && Array.isArray(report.rows)) return report;
  } catch {
    // Not there, or not JSON: the same remedy.
  }
  throw usageError('BENCH_FILE', `${path} is no report of assay bench`, 'write one: assay bench MODEL --json > FILE');
}

function number(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
}

function numbers(text: string): number[] {
  return text.split(',').map((part) => number(part.trim()));
}
