import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { ModelInspection } from '../../models/model-inspection.ts';
import type { Choose, CommandCall, CommandResult } from '../context.ts';

export function addModelsInspectCommand(parent: Command, choose: Choose): void {
  const command = parent
    .command('inspect')
    .description('say what a GGUF file is: architecture, quantization, tokenizer, digest')
    .argument('<file>', 'a .gguf file, or the id of a model on the shelf');
  command.action(() => choose(command, inspect));
}

async function inspect({ args: [file = ''], cwd }: CommandCall): Promise<CommandResult> {
  const [{ inspectModel }, { listModels }] = await Promise.all([
    import('../../models/inspect-model.ts'),
    import('../../models/shelf/registry.ts'),
  ]);
  const listed = listModels().find(({ id }) => id === file);
  const inspection = await inspectModel(listed?.path ?? resolve(cwd, file));
  return { exitCode: EXIT.done, document: { model: inspection }, text: await renderInspection(inspection) };
}

async function renderInspection(model: ModelInspection): Promise<string> {
  const [{ bytesText, countText }, { renderPairs, renderTable }] = await Promise.all([
    import('../../report/number-text.ts'),
    import('../text-table.ts'),
  ]);
  const count = (value: number | null): string | null => (value === null ? null : countText(value));
  const { quantization, tokenizer, keyValueBytesPerToken: keyValue } = model;
  const bits = `${quantization.bitsPerWeight.toFixed(2)} bits per weight`;
  const pairs = renderPairs([
    ['file', model.file],
    ['size', bytesText(model.bytes) + (model.parts > 1 ? ` in ${model.parts} parts` : '')],
    ['sha256', model.sha256],
    ['format', `GGUF version ${model.formatVersion}, ${model.kind}`],
    ['name', model.name],
    ['architecture', model.architecture],
    ['parameters', count(model.parameters)],
    ['quantization', `${quantization.name}, ${bits}${quantization.declared ? '' : ' (read off the tensors)'}`],
    ['context', count(model.contextTokens) && `${count(model.contextTokens)} tokens`],
    ['layers', count(model.layers)],
    ['embedding', count(model.embeddingLength)],
    ['heads', model.heads === null ? null : `${model.heads}, of key and value ${model.keyValueHeads ?? 'unknown'}`],
    ['feed-forward', count(model.feedForwardLength)],
    ['vocabulary', count(model.vocabularySize)],
    ['tokenizer', [tokenizer.model, tokenizer.pre].filter((part) => part !== null).join(', ') || null],
    ['chat template', model.chatTemplate === null ? 'none' : `${countText(model.chatTemplate.length)} characters`],
    ['key-value cache', keyValue && `${bytesText(keyValue.F16)} per token in F16, ${bytesText(keyValue.Q8_0)} in Q8_0`],
  ]);
  const types = quantization.tensorTypes.map(({ type, tensors, bytes }) => [
    type,
    countText(tensors),
    bytesText(bytes),
  ]);
  return `${pairs}\n${renderTable(['tensors of', 'number', 'size'], types, [1, 2])}`;
}
