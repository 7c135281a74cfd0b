import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addCacheCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('cache')
    .description(
      'show what takes space: quantizations, downloads, answers, native engines and runs; `assay clean` removes it',
    )
    .option('--results <folder>', 'where run folders are kept', 'results');
  command.action(() => choose(command, show));
}

async function show({ cwd, options }: CommandCall): Promise<CommandResult> {
  const [{ listCache }, { listRuns }, { renderItems }, { cacheFolder }, { listModels }] = await Promise.all([
    import('../storage/list-cache.ts'),
    import('../storage/list-runs.ts'),
    import('../storage/render-items.ts'),
    import('../../models/shelf/cache-folder.ts'),
    import('../../models/shelf/registry.ts'),
  ]);
  const cache = cacheFolder();
  const results = resolve(cwd, String(options.results));
  const items = [...(await listCache(cache, listModels())), ...(await listRuns(results))];
  const totalBytes = items.reduce((sum, { bytes }) => sum + bytes, 0);
  const { visibleText } = await import('../../report/safe-text.ts');
  return {
    exitCode: EXIT.done,
    document: { cache, results, totalBytes, items },
    text: `cache    ${visibleText(cache)}\nresults  ${visibleText(results)}\n\n${renderItems(items)}`,
  };
}
