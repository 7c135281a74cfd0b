import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT, usageError } from '../../core/errors.ts';
import type { CheckRequest } from '../../datasets/gates/check-dataset.ts';
import type { CheckedDocument, GateResult } from '../../datasets/gates/gate.ts';
import type { Language } from '../../invoices/locales.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addValidateCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('validate')
    .description('check a dataset: schema, sums, printed values, PDF, regeneration, OCR, leakage, duplicates')
    .argument('<dataset>', 'name of a recipe in datasets/, or a dataset folder; with --truth a task or a run, too')
    .option('--truth', 'look for suspicious truth: not in the text, broken sums, all variants of a run against it')
    .option('--split <name>', 'with --truth: the split of a dataset or task', 'test')
    .option('--results <folder>', 'with --truth: where run folders are kept', 'results')
    .option('--documents <number>', 'of each split of a recipe', countOf, 200)
    .option('--pdfs <number>', 'how many PDFs to write and read back', countOf, 60)
    .option('--ocr <number>', 'how many documents to scan at every severity and read; 0 leaves OCR out', numberOf, 6);
  command.action(() => choose(command, validateOrTruth));
}

async function validateOrTruth(call: CommandCall): Promise<CommandResult> {
  if (call.options.truth !== true) return await validate(call);
  const { checkTruth } = await import('../check-truth.ts');
  return await checkTruth(call);
}

async function validate(call: CommandCall): Promise<CommandResult> {
  const { args, options, stderr, now, signal } = call;
  const [{ checkDataset }, { createProgress }] = await Promise.all([
    import('../../datasets/gates/check-dataset.ts'),
    import('../../core/progress.ts'),
  ]);
  const { name, total, documents, regenerate } = await openChecked(call, args[0] ?? '');
  const progress = createProgress({ stream: stderr, isTty: stderr.isTTY === true, now });
  progress.start(total, name);
  const { gates, diversity } = await checkDataset({
    documents,
    pdfs: Number(options.pdfs),
    regenerate,
    ocr: await chooseOcr(Number(options.ocr)),
    onDocument: () => {
      signal.throwIfAborted();
      progress.advance(1);
    },
  });
  progress.finish();
  const failed = gates.filter(({ result }) => result === 'fail');
  const { renderGates } = await import('../render-gates.ts');
  return {
    exitCode: failed.length === 0 ? EXIT.done : EXIT.gateFailed,
    document: { dataset: name, passed: failed.length === 0, gates, diversity },
    text: renderGates(name, gates, diversity),
  };
}

async function chooseOcr(documents: number): Promise<CheckRequest['ocr']> {
  if (documents === 0) return null;
  const [{ checkOcr }, { openOcr }] = await Promise.all([
    import('../../datasets/gates/check-ocr.ts'),
    import('../../ocr/open-ocr.ts'),
  ]);
  const open = (language: Language) => openOcr({ languages: [language] });
  return { documents, check: (sample) => checkOcr({ documents: sample, openOcr: open }) };
}

interface Opened {
  name: string;
  total: number;
  documents: AsyncIterable<CheckedDocument>;
  regenerate: (() => Promise<GateResult>) | null;
}

async function openChecked({ cwd, options }: CommandCall, named: string): Promise<Opened> {
  const { findTruthFile } = await import('../../datasets/folder-dataset.ts');
  const places = [
    resolve(cwd, named),
    join((await import('../../models/package-root.ts')).packageRoot(), 'datasets', named),
  ];
  for (const folder of places) {
    if ((await findTruthFile(folder)) === null) continue;
    const { loadWholeFolder } = await import('../../datasets/gates/load-checked.ts');
    return { ...(await loadWholeFolder(folder)), regenerate: null };
  }
  const [{ loadRecipe }, { packageRoot }, { makeCheckedRecipe }, { checkRegeneration }] = await Promise.all([
    import('../../datasets/open-dataset.ts'),
    import('../../models/package-root.ts'),
    import('../../datasets/gates/load-checked.ts'),
    import('../../datasets/gates/check-regeneration.ts'),
  ]);
  const recipe = await loadRecipe(join(packageRoot(), 'datasets'), named);
  const program = process.argv[1];
  if (program === undefined) throw usageError('VALIDATE_PROGRAM', 'the program does not know its own file');
  const documents = Number(options.documents);
  return {
    ...makeCheckedRecipe(recipe, documents),
    regenerate: () => checkRegeneration(recipe, { program, documents: Math.min(12, documents) }),
  };
}

function numberOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0) throw new InvalidArgumentError('It must be a whole number from 0.');
  return count;
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return count;
}
