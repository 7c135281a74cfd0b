import { describe, expect, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { PIPELINES } from '../spec/pipelines.ts';
import { createEngine, type Engine } from './engine.ts';
import type { PreparedRun } from './prepare-run.ts';
import { requireExtractive } from './require-extractive.ts';
import { createSimulatedRuntime } from '../runtimes/simulated.ts';
import { simulatedEngine } from '../../tests/support/simulated-engine.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../models/${name}`, import.meta.url));
const runOf = (pipeline: string, model: string): Pick<PreparedRun, 'variants'> =>
  ({
    variants: [{ spec: { id: 'own', pipeline, stages: PIPELINES[pipeline] }, model: { path: model } }],
  }) as unknown as Pick<PreparedRun, 'variants'>;
const check = (engine: Engine, pipeline = 'extractive', model = path('assay-extract-f16.gguf')) => {
  requireExtractive(runOf(pipeline, model), engine);
};

describe('a pipeline that holds values to the document', () => {
  test('runs on llama.cpp in lockstep, and on taggers, which have no other words', () => {
    const engine = createEngine('prebuilt');
    expect(() => check(engine)).not.toThrow();
    expect(() => check(engine, 'extractive', path('assay-tagger/onnx/model.onnx'))).not.toThrow();
  });

  test('is refused on the public interface, with its variant and a way out', () => {
    const engine = createEngine('prebuilt', 'public');
    expect(() => check(engine)).toThrow(/variant "own".*holds values to the document.*--engine public/);
    expect(() => check(engine, 'text')).not.toThrow();
  });

  test('is refused by an engine that does not say that it can, as that of a plugin', () => {
    expect(() => check(simulatedEngine(createSimulatedRuntime(), 4))).toThrow('simulated 1 does not say that it can');
  });
});
