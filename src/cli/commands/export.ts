import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import { createProgress } from '../../core/progress.ts';
import type { ExportReport } from '../../datasets/export/export-target.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addExportCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('export')
    .description('write the documents and truths of a dataset in another format')
    .argument('<dataset>', 'a dataset folder, or the name of a recipe in datasets/')
    .requiredOption('--to <format>', 'ubl (a folder of UBL 2.1 invoices), jsonl or parquet (a file)')
    .requiredOption('--out <path>', 'a new file, or for ubl a new folder')
    .option('--split <name>', 'which split', 'test');
  command.action(() => choose(command, exportAll));
}

async function exportAll(call: CommandCall): Promise<CommandResult> {
  const [{ exportDataset, requireExportFormat }, { openDataset }, { packageRoot }] = await Promise.all([
    import('../../datasets/export/exporter.ts'),
    import('../../datasets/open-dataset.ts'),
    import('../../models/package-root.ts'),
  ]);
  const { args, cwd, options, signal, stderr, now } = call;
  const format = requireExportFormat(String(options.to));
  const name = args[0] ?? '';
  const folder = resolve(cwd, name);
  const isFolder = (await stat(folder).catch(() => undefined))?.isDirectory() === true || /[/\\]/.test(name);
  const dataset = await openDataset(join(packageRoot(), 'datasets'), {
    name,
    path: isFolder ? folder : null,
    split: String(options.split),
  });
  const progress = createProgress({ stream: stderr, isTty: stderr.isTTY === true, now });
  progress.start(dataset.ids.length, `${format} of ${dataset.split}`);
  const report = await exportDataset(dataset, format, {
    out: resolve(cwd, String(options.out)),
    onDocument: () => {
      signal.throwIfAborted();
      progress.advance(1);
    },
  });
  progress.finish();
  return { exitCode: EXIT.done, document: { format, split: dataset.split, ...report }, text: renderReport(report) };
}

function renderReport({ documents, out, incomplete }: ExportReport): string {
  const lacking = Object.entries(incomplete).map(([name, count]) => `  ${count} without ${name}\n`);
  const heading =
    lacking.length > 0 ? 'What UBL requires and the truth does not have was left out, not made up:\n' : '';
  return `${documents} documents in ${out}\n${heading}${lacking.join('')}`;
}
