import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT, usageError } from '../../core/errors.ts';
import { hintNearest } from '../../core/nearest.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

const DAY_MS = 86_400_000;

export function addCleanCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('clean')
    .description('remove what takes space and can be had again')
    .argument(
      '<what...>',
      'quantizations, downloads (pulled models and unfinished downloads), answers (of earlier runs), stages (documents as they were read), engine (native builds) or runs',
    )
    .option('--results <folder>', 'where run folders are kept', 'results')
    .option('--keep <number>', 'newest complete runs of each experiment that stay', wholeNumber, 1)
    .option('--older-than <days>', 'only what was last written longer ago', wholeNumber)
    .option('--dry-run', 'say what would be removed, and remove nothing')
    .option('--force', 'also incomplete runs, and pulled models that are on the shelf');
  command.action(() => choose(command, clean));
}

async function clean({ args, cwd, options }: CommandCall): Promise<CommandResult> {
  const [{ chooseRemovals, CLEANABLE }, { listCache }, { listRuns }, { removeItems }, { renderItems }] =
    await Promise.all([
      import('../storage/choose-removals.ts'),
      import('../storage/list-cache.ts'),
      import('../storage/list-runs.ts'),
      import('../storage/remove-items.ts'),
      import('../storage/render-items.ts'),
    ]);
  const [{ cacheFolder }, { listModels }] = await Promise.all([
    import('../../models/shelf/cache-folder.ts'),
    import('../../models/shelf/registry.ts'),
  ]);
  const what = CLEANABLE.filter((kind) => args.includes(kind));
  const unknown = args.find((word) => !CLEANABLE.some((kind) => kind === word));
  if (unknown !== undefined) {
    throw usageError(
      'CLEAN_UNKNOWN',
      `"${unknown}" cannot be cleaned; allowed: ${CLEANABLE.join(', ')}`,
      hintNearest(unknown, CLEANABLE, 'run assay cache to see what there is'),
    );
  }
  const results = resolve(cwd, String(options.results));
  const items = [...(await listCache(cacheFolder(), listModels())), ...(await listRuns(results))];
  const { remove, spared } = chooseRemovals(items, {
    what,
    keep: Number(options.keep),
    beforeMs: typeof options.olderThan === 'number' ? Date.now() - options.olderThan * DAY_MS : null,
    force: options.force === true,
  });
  const dryRun = options.dryRun === true;
  if (!dryRun) await removeItems(remove);
  const freedBytes = remove.reduce((sum, { bytes }) => sum + bytes, 0);
  const { visibleText } = await import('../../report/safe-text.ts');
  const kept = spared.map(({ item, reason }) => `kept ${visibleText(item.name)}: ${reason}\n`).join('');
  return {
    exitCode: EXIT.done,
    document: { dryRun, freedBytes, removed: remove, spared },
    text: `${dryRun ? 'Would be removed' : 'Removed'}:\n${renderItems(remove)}${kept === '' ? '' : `\n${kept}`}`,
  };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('It must be a whole number from 0.');
  return number;
}
