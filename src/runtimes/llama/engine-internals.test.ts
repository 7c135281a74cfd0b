import type { LlamaContext, LlamaModel } from 'node-llama-cpp';
import { describe, expect, test } from 'vitest';
import { ENGINE_VERSION, openInternals, requireEngineVersion } from './engine-internals.ts';

const noop = (): void => {};

/** Objects that carry the internal names, less those left out. */
function makeLibrary(...missing: string[]): [LlamaModel, LlamaContext] {
  const named = (...names: string[]): object =>
    Object.fromEntries(names.filter((name) => !missing.includes(name)).map((name) => [name, noop]));
  const batch = ['initBatch', 'addToBatch', 'decodeBatch', 'sampleToken', 'disposeSequence'];
  const native = named(...batch, 'copySequenceStateFromOtherSequence', 'removeTokenCellsFromSequence');
  const sampler = named('canBeNextTokenForGrammarEvaluationState', 'acceptGrammarEvaluationStateToken');
  const bindings = {
    ...named('AddonJinjaRenderer'),
    ...(missing.includes('AddonSampler') ? {} : { AddonSampler: sampler }),
  };
  const llama = missing.includes('_bindings') ? {} : { _bindings: bindings };
  const model: unknown = { llama, ...named('_model') };
  const context: unknown = missing.includes('_ctx') ? {} : { _ctx: native };
  return [model as LlamaModel, context as LlamaContext];
}

describe('the guard of the engine internals', () => {
  test('opens when every internal name is there', () => {
    expect(openInternals(...makeLibrary()).context).toBeDefined();
  });

  test.each([
    '_ctx',
    '_model',
    '_bindings',
    'AddonSampler',
    'AddonJinjaRenderer',
    'initBatch',
    'addToBatch',
    'decodeBatch',
    'sampleToken',
    'disposeSequence',
    'copySequenceStateFromOtherSequence',
    'removeTokenCellsFromSequence',
    'canBeNextTokenForGrammarEvaluationState',
    'acceptGrammarEvaluationStateToken',
  ])('names %s when an upgrade has taken it away', (name) => {
    expect(() => openInternals(...makeLibrary(name))).toThrow(`"${name}" is missing`);
  });

  test('lets the pinned release pass and no other', () => {
    expect(() => requireEngineVersion(ENGINE_VERSION)).not.toThrow();
    for (const other of ['3.22.0', '3.22.2', '3.23.0', '4.0.0'])
      expect(() => requireEngineVersion(other)).toThrow(`node-llama-cpp ${other} is installed`);
  });
});
