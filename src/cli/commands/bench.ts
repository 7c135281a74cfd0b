import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT, usageError } from '../../core/errors.ts';
import { hintNearest } from '../../core/nearest.ts';
import type { SpeedInput, SpeedReport } from '../../schedule/measure-speed.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addBenchCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('bench')
    .description('how fast a model decodes here: by batch width, cache type, threads and workers')
    .argument('[model]', 'the id of a model on the shelf, or a .gguf file')
    .option('--quantization <name>', 'of a model on the shelf; made when it is missing')
    .option('--device <id>', 'profile of native-configs/', 'cpu')
    .option('--widths <list>', 'sequences decoded together, at most 256', widths, [1, 4, 8, 16])
    .option('--threads <list>', 'threads of each worker', numbers, [1])
    .option('--workers <list>', 'workers side by side', numbers, [1])
    .option(
      '--kv <list>',
      'types of the key-value cache',
      (text: string) => text.split(',').map((part) => part.trim()),
      ['F16'],
    )
    .option('--prompt <tokens>', 'prompt tokens of each sequence', number, 256)
    .option('--output <tokens>', 'output tokens of each sequence', number, 64)
    .option('--repetitions <number>', 'counted rounds of each combination, 2 or more', repetitions, 5)
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
  const [
    { measureSpeed },
    { createEngine },
    { createProgress },
    { loadNativeConfig, isPath },
    { packageRoot },
    { KV_CACHE_TYPES },
  ] = await Promise.all([
    import('../../schedule/measure-speed.ts'),
    import('../../schedule/engine.ts'),
    import('../../core/progress.ts'),
    import('../../spec/definitions.ts'),
    import('../../models/package-root.ts'),
    import('../../spec/native-config.ts'),
  ]);
  const device = String(options.device);
  const config = await loadNativeConfig(
    isPath(device) ? resolve(cwd, device) : device,
    join(packageRoot(), 'native-configs'),
  );
  const { threads, widths, workers, kv } = options as Record<'threads' | 'widths' | 'workers', number[]> & {
    kv: string[];
  };
  // Known before the first combination is measured, and not minutes later.
  const unknown = kv.find((type) => !KV_CACHE_TYPES.some((known) => known === type));
  if (unknown !== undefined) {
    const message = `--kv ${unknown}: unknown type of the key-value cache; allowed: ${KV_CACHE_TYPES.join(', ')}`;
    throw usageError('KV_CACHE_TYPE', message, hintNearest(unknown, KV_CACHE_TYPES, 'name one of these'));
  }
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
    runtime: createEngine().runtime,
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
  // What looks like an id was meant as one.
  if (file !== null && /^[\w.-]+$/.test(model) && !model.endsWith('.gguf') && !existsSync(file)) {
    const ids = listModels().map(({ id }) => id);
    const message = `"${model}" is no model on the shelf and no file; on the shelf: ${ids.join(', ')}`;
    throw usageError('MODEL_UNKNOWN', message, hintNearest(model, ids, 'run assay models list'));
  }
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

/** llama.cpp knows no more sequences in one context. */
const MOST_SEQUENCES = 256;

function widths(text: string): number[] {
  const found = numbers(text);
  if (found.some((width) => width > MOST_SEQUENCES))
    throw new InvalidArgumentError(`They must be whole numbers from 1 to ${MOST_SEQUENCES}.`);
  return found;
}

/** One round has no interval. */
function repetitions(text: string): number {
  const value = number(text);
  if (value < 2) throw new InvalidArgumentError('It must be a whole number from 2.');
  return value;
}
