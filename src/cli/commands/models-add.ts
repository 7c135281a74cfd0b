import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addModelsAddCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('add')
    .description('put a GGUF or ONNX file of your own on the shelf, for every project of yours; nothing is copied')
    .argument(
      '<file>',
      'a .gguf file (of a split model, its first part), an .onnx file with its tokenizer beside it, or the folder of an image-to-text model',
    )
    .option('--id <id>', 'name for experiments; made from the file name when left out')
    .option('--description <text>', 'one line for `assay models list`')
    .option('--copy', 'keep a copy in the cache, so that the file may be moved or deleted')
    .option('--replace', 'let the id name this file, whatever it named before');
  command.action(() => choose(command, add));
}

async function add({ args: [file = ''], cwd, options }: CommandCall): Promise<CommandResult> {
  const [{ addModel }, { renderAdded }] = await Promise.all([
    import('../../models/shelf/add-model.ts'),
    import('../render-added-model.ts'),
  ]);
  const added = await addModel(resolve(cwd, file), {
    ...(typeof options.id === 'string' ? { id: options.id } : {}),
    ...(typeof options.description === 'string' ? { description: options.description } : {}),
    copy: options.copy === true,
    replace: options.replace === true,
  });
  const { model, inspection, alsoKnownAs } = added;
  return {
    exitCode: EXIT.done,
    document: { model: { ...model, bytes: inspection.bytes, quantization: inspection.quantization.name }, alsoKnownAs },
    text: renderAdded(added),
  };
}
