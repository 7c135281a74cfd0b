import { access, constants, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type AssayError, EXIT, environmentError, usageError } from '../../core/errors.ts';
import type { Recipe } from '../../datasets/recipe.ts';
import type { Severity } from '../../datasets/rendering/scan-plan.ts';
import type { Rendering } from '../../datasets/write-renderings.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addGenerateCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('generate')
    .description('write synthetic invoices with their exact truth')
    .argument(
      '[dataset]',
      'name of a recipe in datasets/ (default: invoices-v1, or invoices-v2 with any of its options)',
    )
    .option('--split <name>', 'train, dev, test, or another split of the recipe', 'test')
    .option('--documents <number>', 'how many; all of the split when left out', countOf)
    .option('--seed <number>', 'another seed makes other documents', seedOf)
    .option('--tier <names>', 'only these tiers: T1 to T5, with commas', listOf)
    .option('--locale <names>', 'only these locales, e.g. de-DE,ja-JP', listOf)
    .option('--layout <names>', 'only these layout families of the split', listOf)
    .option('--render <forms>', 'text, layout, pdf, scan, with commas', listOf)
    .option('--severity <level>', 'damage of every scan, 0 to 3; drawn page by page when left out', severityOf)
    .option('--preview <file>', 'write a contact sheet (PNG) of every layout and tier, and nothing else')
    .option('--out <folder>', 'a new folder for documents and ground truth')
    .option('--jsonl', 'print one JSON object per document on standard output instead');
  command.action(() => choose(command, generate));
}

async function generate(call: CommandCall): Promise<CommandResult> {
  const { options, cwd } = call;
  refuseIdleOptions(options);
  if (typeof options.preview === 'string') return preview(call, resolve(cwd, options.preview));
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
  const recipe = await chooseRecipe(call);
  const split = String(options.split);
  const { makeRecipeDataset } = await import('../../datasets/recipe.ts');
  const dataset = makeRecipeDataset(recipe, split);
  const count = typeof options.documents === 'number' ? options.documents : dataset.ids.length;
  if (count > dataset.ids.length) {
    const message = `split ${split} of ${dataset.name} has ${dataset.ids.length} documents; asked for ${count}`;
    throw usageError(
      'DATASET_TOO_SMALL',
      message,
      `ask for at most ${dataset.ids.length}, or use another --seed for more`,
    );
  }
  const ids = dataset.ids.slice(0, count);
  if (lines) {
    const { renderDatasetLines } = await import('../../datasets/write-dataset.ts');
    for await (const line of renderDatasetLines(dataset, ids)) {
      call.signal.throwIfAborted();
      // A full pipe says so by `false`; waiting keeps memory flat.
      if (call.stdout.write(line) === false) await new Promise((next) => setImmediate(next));
    }
    return { exitCode: EXIT.done, document: {}, text: '' };
  }
  return writeFolder(call, { recipe, split, count });
}

/** An option that would change nothing is a mistake that nobody sees: it is refused. */
function refuseIdleOptions(options: CommandCall['options']): void {
  const refuse = (name: string, why: string, hint: string): never => {
    throw usageError('GENERATE_OPTION', `--${name} changes nothing ${why}`, hint);
  };
  if (typeof options.preview === 'string') {
    for (const name of ['out', 'jsonl', 'documents', 'tier', 'layout', 'render', 'severity'])
      if (options[name] !== undefined)
        refuse(name, 'with --preview, which shows one page of every layout and tier', 'leave one of them out');
    return;
  }
  const forms = Array.isArray(options.render) ? (options.render as string[]) : null;
  if (options.jsonl === true && forms !== null)
    refuse('render', 'with --jsonl, which prints text and truth', 'name a folder with --out instead of --jsonl');
  if (options.severity !== undefined && forms?.includes('scan') !== true)
    refuse('severity', 'without scans', 'add --render scan');
}

/** The recipe that is asked for, with what the command line changes in it. */
async function chooseRecipe({ args, options }: CommandCall): Promise<Recipe> {
  const [{ loadRecipe }, { packageRoot }] = await Promise.all([
    import('../../datasets/open-dataset.ts'),
    import('../../models/package-root.ts'),
  ]);
  const names = { tiers: options.tier, locales: options.locale, layouts: options.layout } as const;
  const given = Object.entries(names).filter((entry): entry is [keyof typeof names, string[]] =>
    Array.isArray(entry[1]),
  );
  const modern = given.length > 0 || Array.isArray(options.render) || options.severity !== undefined;
  const recipe = await loadRecipe(join(packageRoot(), 'datasets'), args[0] ?? (modern ? 'invoices-v2' : 'invoices-v1'));
  if (modern && recipe.generator === '1')
    throw usageError(
      'GENERATE_OPTION',
      `${recipe.name} is of generator 1, which writes text only and has no tiers, locales or layouts to choose`,
      'generate invoices-v2 instead',
    );
  return {
    ...recipe,
    ...Object.fromEntries(given),
    ...(typeof options.seed === 'number' ? { seed: options.seed } : {}),
  };
}

async function writeFolder(
  call: CommandCall,
  { recipe, split, count }: { recipe: Recipe; split: string; count: number },
): Promise<CommandResult> {
  const { options, signal, stderr, now, cwd } = call;
  const { createProgress } = await import('../../core/progress.ts');
  const progress = createProgress({ stream: stderr, isTty: stderr.isTTY === true, now });
  progress.start(count, `${recipe.name}/${split}`);
  const onDocument = (): void => {
    signal.throwIfAborted();
    progress.advance(1);
  };
  const folder = resolve(cwd, String(options.out));
  const written = Array.isArray(options.render)
    ? await writeForms({ recipe, split, count, folder, onDocument }, options)
    : await writeText({ recipe, split, count, folder, onDocument });
  progress.finish();
  return {
    exitCode: EXIT.done,
    document: { dataset: recipe.name, split, seed: recipe.seed, ...written },
    text: `${written.documents} documents of ${recipe.name}/${split} in ${written.folder}\nTruth   ${written.folder}/ground-truth.jsonl (SHA-256 ${written.truthSha256})\nNext    write \`dataset: {path: FOLDER, split: ${split}}\` in an experiment\n`,
  };
}

interface WriteRequest {
  recipe: Recipe;
  split: string;
  count: number;
  folder: string;
  onDocument: () => void;
}

async function writeText({ recipe, split, count, folder, onDocument }: WriteRequest) {
  const [{ makeRecipeDataset }, { writeDataset }] = await Promise.all([
    import('../../datasets/recipe.ts'),
    import('../../datasets/write-dataset.ts'),
  ]);
  const dataset = makeRecipeDataset(recipe, split);
  return writeDataset(dataset, dataset.ids.slice(0, count), folder, onDocument);
}

async function writeForms({ recipe, split, count, folder, onDocument }: WriteRequest, options: CommandCall['options']) {
  const [{ makeRecipePages }, { RENDERINGS, writeRenderings }] = await Promise.all([
    import('../../datasets/recipe.ts'),
    import('../../datasets/write-renderings.ts'),
  ]);
  const renderings = (options.render as string[]).map((name): Rendering => {
    const known = RENDERINGS.find((form) => form === name);
    if (known !== undefined) return known;
    throw usageError(
      'GENERATE_OPTION',
      `there is no rendering "${name}"; there are ${RENDERINGS.join(', ')}`,
      'name one of these',
    );
  });
  return writeRenderings({
    name: recipe.name,
    split,
    seed: recipe.seed,
    generator: recipe.generator,
    renderings,
    ...(options.severity === undefined ? {} : { severity: options.severity as Severity }),
    folder,
    documents: makeRecipePages(recipe, split, count),
    onDocument,
  });
}

async function preview({ options }: CommandCall, file: string): Promise<CommandResult> {
  // Drawing takes a while: a folder that is not there is told before.
  await access(dirname(file), constants.W_OK).catch((cause: NodeJS.ErrnoException) => {
    throw unwritable(file, cause);
  });
  const { makePreview } = await import('../../datasets/make-preview.ts');
  const seed = typeof options.seed === 'number' ? options.seed : 7;
  const locales = Array.isArray(options.locale) ? { locales: options.locale as string[] } : {};
  const { png, cells } = await makePreview({ seed, ...locales });
  await writeFile(file, png).catch((cause: NodeJS.ErrnoException) => {
    throw unwritable(file, cause);
  });
  return {
    exitCode: EXIT.done,
    document: { preview: file, pages: cells, bytes: png.length },
    text: `${cells} pages in ${file}\n`,
  };
}

function unwritable(file: string, cause: NodeJS.ErrnoException): AssayError {
  const hint = 'name a file in a folder that is there';
  return environmentError('OUT_UNWRITABLE', `${file} cannot be written (${cause.code})`, hint, cause);
}

function listOf(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('It must be names with commas between them.');
  return names;
}

function severityOf(text: string): number {
  if (!/^[0-3]$/.test(text)) throw new InvalidArgumentError('It must be 0, 1, 2 or 3.');
  return Number(text);
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
