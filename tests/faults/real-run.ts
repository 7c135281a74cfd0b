import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { TrialRecord } from '../../src/records/record.ts';
import type { LoadedModel } from '../../src/runtimes/runtime.ts';
import { createLlamaEngine, type Engine } from '../../src/schedule/engine.ts';
import type { ResponseCache } from '../../src/schedule/response-cache.ts';
import { type RunOutcome, runExperiment } from '../../src/schedule/run-experiment.ts';
import { writeExperiment } from '../support/experiment.ts';

const shelf = fileURLToPath(new URL('../../models/assay-extract-f16.gguf', import.meta.url));

/**
 * Two variants that read the same file, a copy of the embedded model of their own: a test may do to it what it likes. Answers are
 * cut short, since these tests are about what a run survives and not about what it measures.
 */
export function writeOwnModelExperiment(folder: string, documents: number): { experiment: string; model: string } {
  const model = join(folder, 'own.gguf');
  copyFileSync(shelf, model);
  const variants = { kvCacheType: ['F16', 'Q8_0'] };
  const experiment = writeExperiment(folder, {
    documents,
    model,
    variants,
    baseline: { kvCacheType: 'F16' },
    sampling: { maxTokens: 24 },
  });
  return { experiment, model };
}

export interface RealRun {
  experiment: string;
  results: string;
  engine?: Engine;
  responses?: ResponseCache;
  /** Called after each batch whose records are in the journal. */
  afterBatch?: () => void;
}

/** Runs an experiment with real workers, as `assay run` does. */
export function runReal({ experiment, results, engine, responses, afterBatch }: RealRun): Promise<RunOutcome> {
  return runExperiment({
    experiment,
    results,
    again: false,
    engine: engine ?? createLlamaEngine(),
    responses,
    progress: { start: () => {}, advance: () => afterBatch?.(), finish: () => {}, note: () => {} },
    signal: new AbortController().signal,
    now: () => performance.now(),
  });
}

/** The same engine with something between the schedule and its models. */
export function tamper(engine: Engine, around: (model: LoadedModel & { pid?: number }) => LoadedModel): Engine {
  const { runtime } = engine;
  return { ...engine, runtime: { ...runtime, load: async (request) => around(await runtime.load(request)) } };
}

/** What a run decoded: the tokens of every trial, by what it asked. Fails if a trial stands twice in the journal. */
export function tokensOf({ folder }: Pick<RunOutcome, 'folder'>): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const record of linesOf<TrialRecord>(join(folder, 'records.jsonl'))) {
    const trial = `${record.variant} ${record.document}`;
    expect(tokens.has(trial)).toBe(false);
    tokens.set(trial, record.kind === 'scored' ? record.tokensHash : record.reason);
  }
  return tokens;
}

/** The lines of a journal. */
export function linesOf<Line>(path: string): Line[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}
