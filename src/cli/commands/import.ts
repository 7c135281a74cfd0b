import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import { createProgress } from '../../core/progress.ts';
import type { ImportReport } from '../../datasets/import/import-dataset.ts';
import type { Refusal } from '../../datasets/import/refusal.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

/** Refusals that are printed; all of them are in `dataset.yaml` and under --json. */
const SHOWN_REFUSALS = 20;

export function addImportCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('import')
    .description('make a dataset of a folder of real invoices: e-invoices, public datasets, your own files')
    .argument('<kind>', 'einvoice, sroie, cord, docile, fatura, vrdu, folder, csv or invoice2data')
    .argument('<folder>', 'where the files are')
    .requiredOption('--out <folder>', 'a new folder for documents and ground truth')
    .option('--split <name>', 'split of the documents, where the source has none of its own', 'test')
    .option('--strict', 'refuse everything when one file or row cannot be imported');
  command.action(() => choose(command, importFolder));
}

async function importFolder(call: CommandCall): Promise<CommandResult> {
  const [{ importDataset }, { requireImporter }] = await Promise.all([
    import('../../datasets/import/import-dataset.ts'),
    import('../../datasets/import/importers.ts'),
  ]);
  const { args, cwd, options, signal, stderr, now } = call;
  const importer = requireImporter(args[0] ?? '');
  const progress = createProgress({ stream: stderr, isTty: stderr.isTTY === true, now });
  const report = await importDataset({
    importer,
    folder: resolve(cwd, args[1] ?? ''),
    out: resolve(cwd, String(options.out)),
    split: String(options.split),
    strict: options.strict === true,
    onTotal: (items) => {
      progress.start(items, importer.kind);
    },
    onItem: () => {
      signal.throwIfAborted();
      progress.advance(1);
    },
  });
  progress.finish();
  return { exitCode: EXIT.done, document: { importer: importer.kind, ...report }, text: await renderReport(report) };
}

async function renderReport({ folder, documents, splits, refused, faults, fields }: ImportReport): Promise<string> {
  const [{ renderTable }, { visibleText }] = await Promise.all([
    import('../text-table.ts'),
    import('../../report/safe-text.ts'),
  ]);
  const parts = Object.entries(splits).map(([split, count]) => `${split} ${count}`);
  const rows = Object.entries(fields).map(([name, { present, absent, unknown }]) => [
    name,
    ...[present, absent, unknown].map(String),
  ]);
  const list = (found: readonly Refusal[]): string => {
    const shown = found.slice(0, SHOWN_REFUSALS).map(({ file, row, reason }) => {
      const place = row === undefined ? file : `${file}:${row}`;
      return `  ${visibleText(place)}: ${visibleText(reason)}\n`;
    });
    const more = found.length - shown.length;
    return `${shown.join('')}${more > 0 ? `  and ${more} more, listed in dataset.yaml\n` : ''}`;
  };
  return [
    `${documents} imported (${visibleText(parts.join(', '))}), ${refused.length} refused, in ${visibleText(folder)}\n`,
    list(refused),
    faults.length > 0 ? `${faults.length} labels could not be read, their fields are unknown\n${list(faults)}` : '',
    '\n',
    renderTable(['field', 'present', 'absent', 'unknown'], rows, [1, 2, 3]),
    `\nNext    write \`dataset: {path: FOLDER, split: ${visibleText(Object.keys(splits)[0] ?? '')}}\` in an experiment\n`,
  ].join('');
}
