import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { stringify } from 'yaml';
import type { TrialRecord } from '../../src/records/record.ts';
import type { LoadedModel } from '../../src/runtimes/runtime.ts';
import { createEngine, type Engine } from '../../src/schedule/engine.ts';
import type { ResponseCache } from '../../src/schedule/response-cache.ts';
import { type RunOutcome, runExperiment } from '../../src/schedule/run-experiment.ts';
import { writeExperiment } from '../support/experiment.ts';

const shelf = fileURLToPath(new URL('../../models/assay-extract-f16.gguf', import.meta.url));

/** One sequence pair at a time, so that few documents make several batches. */
const NARROW = {
  id: 'narrow',
  description: 'One processor thread for each worker, two documents together',
  gpu: false,
  threads: 1,
  maxWidth: 2,
  reserveBytes: 268_435_456,
  kvCacheType: 'F16',
};

/**
 * An experiment on a copy of the embedded model: a test may do to that file what it likes. Answers are cut short, since these
 * tests are about what a run survives and not about what it measures.
 */
export function writeOwnModelExperiment(folder: string, documents: number): { experiment: string; model: string } {
  const model = join(folder, 'own.gguf');
  copyFileSync(shelf, model);
  const device = join(folder, 'narrow.yaml');
  writeFileSync(device, stringify(NARROW));
  const experiment = writeExperiment(folder, {
    documents,
    model,
    variants: { kvCacheType: ['F16'] },
    baseline: { kvCacheType: 'F16' },
    sampling: { maxTokens: 16 },
    device,
  });
  return { experiment, model };
}

export interface RealRun {
  experiment: string;
  results: string;
  engine?: Engine;
  responses?: ResponseCache;
}

/** Runs an experiment with real workers, as `assay run` does. */
export function runReal({ experiment, results, engine, responses }: RealRun): Promise<RunOutcome> {
  return runExperiment({
    experiment,
    results,
    again: false,
    engine: engine ?? createEngine(),
    responses,
    progress: { start: () => {}, advance: () => {}, finish: () => {}, note: () => {} },
    signal: new AbortController().signal,
    now: () => performance.now(),
  });
}

/** The same engine with something between the schedule and its models. */
export function tamper(engine: Engine, around: (model: LoadedModel & { pid?: number }) => LoadedModel): Engine {
  const { runtime } = engine;
  return { ...engine, runtime: { ...runtime, load: async (request) => around(await runtime.load(request)) } };
}

/** The same engine, with something that happens as its second batch is handed to a worker. */
export function atSecondBatch(engine: Engine, happens: (pid: number) => void): Engine {
  let batches = 0;
  return tamper(engine, (model) => ({
    ...model,
    generate: (requests) => {
      batches += 1;
      if (batches === 2) happens(model.pid as number);
      return model.generate(requests);
    },
  }));
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
