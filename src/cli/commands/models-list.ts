import type { Command } from 'commander';
import { AssayError, EXIT } from '../../core/errors.ts';
import type { Choose, CommandResult } from '../context.ts';

export function addModelsListCommand(parent: Command, choose: Choose): void {
  const command = parent.command('list').description('list the models that come with Assay, and your own');
  command.action(() => choose(command, listShelf));
}

async function listShelf(): Promise<CommandResult> {
  const [{ listModels }, { describeModel }, { bytesText }, { renderTable }] = await Promise.all([
    import('../../models/shelf/registry.ts'),
    import('../../models/inspect-model.ts'),
    import('../../report/number-text.ts'),
    import('../text-table.ts'),
  ]);
  const models = listModels().map((model) => {
    try {
      const { bytes, parameters, quantization, architecture } = describeModel(model.path).description;
      return { ...model, bytes, parameters, architecture, quantization: quantization.name, problem: null };
    } catch (error) {
      // A file of the user's may have been moved or damaged: the list must still say what is on the shelf.
      if (!(error instanceof AssayError)) throw error;
      const nothing = { bytes: null, parameters: null, architecture: null, quantization: null };
      return { ...model, ...nothing, problem: error.code };
    }
  });
  if (models.length === 0) return { exitCode: EXIT.done, document: { models }, text: 'no models on the shelf\n' };
  const rows = models.map((model) => [
    model.id,
    model.quantization ?? model.problem ?? 'unknown',
    model.bytes === null ? '' : bytesText(model.bytes),
    model.parameters === null ? '' : millions(model.parameters),
    model.description,
  ]);
  const text = renderTable(['model', 'quantization', 'size', 'parameters', 'description'], rows, [2, 3]);
  return { exitCode: EXIT.done, document: { models }, text };
}

function millions(parameters: number): string {
  return `${(parameters / 1e6).toFixed(1)} M`;
}
