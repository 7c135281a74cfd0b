import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

/** Tokens of one document where nothing else is said: a long invoice and its answer. */
const USUAL_CONTEXT_TOKENS = 2048;

export function addModelsInspectCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('inspect')
    .description(
      'say what a GGUF or ONNX file is: architecture, quantization, tokenizer, digest, and whether it fits this machine',
    )
    .argument(
      '<file>',
      'a .gguf or .onnx file, the folder of an image-to-text model, or the id of a model on the shelf',
    )
    .option('--tensors', 'list every tensor')
    .option('--context <tokens>', 'tokens of one document, for the fit; 2048 or what the model holds', tokensOf)
    .option('--device <id>', 'profile of native-configs/, for the fit', 'cpu');
  command.action(() => choose(command, inspect));
}

async function inspect({ args: [file = ''], cwd, options }: CommandCall): Promise<CommandResult> {
  const [{ inspectModel }, { listModels }, { loadFit }, { renderInspection }, { loadTensors }, { modelFileOf }] =
    await Promise.all([
      import('../../models/inspect-model.ts'),
      import('../../models/shelf/registry.ts'),
      import('../model-fit.ts'),
      import('../render-inspection.ts'),
      import('../../models/inspect-model.ts'),
      import('../../models/pictures/picture-model.ts'),
    ]);
  const listed = listModels().find(({ id }) => id === file);
  const path = listed?.path ?? modelFileOf(resolve(cwd, file));
  const inspection = await inspectModel(path);
  const usual = Math.min(USUAL_CONTEXT_TOKENS, inspection.contextTokens ?? USUAL_CONTEXT_TOKENS);
  const contextTokens = typeof options.context === 'number' ? options.context : usual;
  const fit = await loadFit(inspection, { contextTokens, device: String(options.device) });
  const tensors = options.tensors === true ? loadTensors(path) : null;
  return {
    exitCode: EXIT.done,
    document: { model: inspection, fit, ...(tensors === null ? {} : { tensors }) },
    text: renderInspection({ model: inspection, fit, tensors }),
  };
}

function tokensOf(text: string): number {
  const tokens = Number(text);
  if (!Number.isInteger(tokens) || tokens < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return tokens;
}
