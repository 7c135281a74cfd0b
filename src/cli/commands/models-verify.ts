import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addModelsVerifyCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('verify')
    .description('read every model file on the shelf and in the cache, and compare checksums');
  command.action(() => choose(command, verify));
}

async function verify({ stderr, signal, now }: CommandCall): Promise<CommandResult> {
  const [{ verifyShelf }, { listModels }, { createProgress }, { bytesText, counted }, { renderTable }] =
    await Promise.all([
      import('../../models/shelf/verify-shelf.ts'),
      import('../../models/shelf/registry.ts'),
      import('../../core/progress.ts'),
      import('../../report/number-text.ts'),
      import('../text-table.ts'),
    ]);
  const progress = createProgress({ stream: stderr, isTty: stderr.isTTY === true, now });
  const files = await verifyShelf({
    models: listModels(),
    onFile: (name) => {
      signal.throwIfAborted();
      if (stderr.isTTY === true) progress.note(`reading ${name}`);
    },
  });
  const bad = files.filter(({ status }) => status !== 'ok');
  const rows = files.map(({ kind, name, bytes, status }) => [
    name,
    kind,
    bytes === null ? '' : bytesText(bytes),
    status,
  ]);
  const problems = bad.map(({ name, detail, fix }) => `${name}: ${detail ?? ''}\n  fix  ${fix ?? ''}\n`);
  const { visibleText } = await import('../../report/safe-text.ts');
  const tail =
    bad.length === 0
      ? `\n${counted(files.length, 'file')}, all as they should be\n`
      : `\n${problems
          .join('')
          .split('\n')
          .map((line) => visibleText(line))
          .join('\n')}`;
  return {
    exitCode: bad.length === 0 ? EXIT.done : EXIT.environment,
    document: { files, problems: bad.length },
    text: `${renderTable(['file', 'from', 'size', 'status'], rows, [2])}${tail}`,
  };
}
