import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT, usageError } from '../../core/errors.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addGenerateCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('generate')
    .description('write synthetic invoices with their exact truth')
    .argument('[dataset]', 'name of a recipe in datasets/', 'invoices-v1')
    .option('--split <name>', 'train, dev, test, or another split of the recipe', 'test')
    .option('--documents <number>', 'how many; all of the split when left out', countOf)
    .option('--seed <number>', 'another seed makes other documents', seedOf)
    .option('--out <folder>', 'a new folder for documents and ground truth')
    .option('--jsonl', 'print one JSON object per document on standard output instead');
  command.action(() => choose(command, generate));
}

async function generate(call: CommandCall): Promise<CommandResult> {
  const { args, cwd, options, stderr, stdout, signal, now } = call;
  const [
    { loadRecipe },
    { makeRecipeDataset },
    { renderDatasetLines, writeDataset },
    { packageRoot },
    { createProgress },
  ] = await Promise.all([
    import('../../datasets/open-dataset.ts'),
    import('../../datasets/recipe.ts'),
    import('../../datasets/write-dataset.ts'),
    import('../../models/package-root.ts'),
    import('../../core/progress.ts'),
  ]);
  const lines = options.jsonl === true;
  if (lines === (typeof options.out === 'string')) {
    throw usageError(
      'USAGE_OUT',
      'generate writes either a folder or lines',
      'name a folder with --out, or add --jsonl',
    );
  }
  if (lines && call.json)
    throw usageError('USAGE_JSON', '--jsonl prints many JSON documents, --json exactly one', 'use one of them');
  const recipe = await loadRecipe(join(packageRoot(), 'datasets'), args[0] ?? 'invoices-v1');
  const seed = typeof options.seed === 'number' ? options.seed : recipe.seed;
  const dataset = makeRecipeDataset({ ...recipe, seed }, String(options.split));
  const count = typeof options.documents === 'number' ? options.documents : dataset.ids.length;
  if (count > dataset.ids.length) {
    const message = `split ${dataset.split} of ${dataset.name} has ${dataset.ids.length} documents; asked for ${count}`;
    throw usageError(
      'DATASET_TOO_SMALL',
      message,
      `ask for at most ${dataset.ids.length}, or use another --seed for more`,
    );
  }
  const ids = dataset.ids.slice(0, count);
  if (lines) {
    for await (const line of renderDatasetLines(dataset, ids)) {
      signal.throwIfAborted();
      // A full pipe says so by `false`; waiting keeps memory flat.
      if (stdout.write(line) === false) await new Promise((next) => setImmediate(next));
    }
    return { exitCode: EXIT.done, document: {}, text: '' };
  }
  const progress = createProgress({ stream: stderr, isTty: stderr.isTTY === true, now });
  progress.start(count, `${dataset.name}/${dataset.split}`);
  const written = await writeDataset(dataset, ids, resolve(cwd, String(options.out)), () => {
    signal.throwIfAborted();
    progress.advance(1);
  });
  progress.finish();
  return {
    exitCode: EXIT.done,
    document: { dataset: dataset.name, split: dataset.split, seed, ...written },
    text: `${written.documents} documents of ${dataset.name}/${dataset.split} in ${written.folder}\nTruth   ${written.folder}/ground-truth.jsonl (SHA-256 ${written.truthSha256})\nNext    write \`dataset: {path: FOLDER, split: ${dataset.split}}\` in an experiment\n`,
  };
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return count;
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    throw new InvalidArgumentError('It must be a whole number from 0 to 4294967295.');
  return seed;
}
