import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addModelsRemoveCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('remove')
    .description('take a model of your own off the shelf, and what the cache holds of it; your own file stays')
    .argument('<id>', 'id of a model that you added or pulled');
  command.action(() => choose(command, remove));
}

async function remove({ args: [id = ''] }: CommandCall): Promise<CommandResult> {
  const { removeModel } = await import('../../models/shelf/remove-model.ts');
  const removed = await removeModel(id);
  const { model, alsoKnownAs, deleted, fileKept } = removed;
  const lines = [`${id} is off the shelf.`];
  if (alsoKnownAs.length > 0) lines.push(`Still there as ${alsoKnownAs.join(', ')}: no file was deleted.`);
  else if (fileKept) lines.push(`Your file stays: ${model.path}`);
  for (const path of deleted) lines.push(`Deleted ${path}`);
  return { exitCode: EXIT.done, document: { ...removed }, text: `${lines.join('\n')}\n` };
}
