import { availableParallelism, cpus, totalmem } from 'node:os';
import { environmentError } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { Random } from '../core/random.ts';
import type { BenchShape, BenchTimes, LoadedModel, LoadRequest, Runtime } from '../runtimes/runtime.ts';
import { WorkerLost } from '../runtimes/runtime.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { tEstimate } from '../statistics/t-interval.ts';

/** What is varied; every combination is measured. */
export interface SpeedAxes {
  widths: number[];
  kvCacheTypes: string[];
  threads: number[];
  /** Workers side by side, each with all of the width. */
  workers: number[];
}

export interface SpeedInput {
  model: { name: string; path: string; sha256: string; fileBytes: number; quantization: string };
  axes: SpeedAxes;
  shape: BenchShape;
  gpu: LoadRequest['gpu'];
  /** Draws the order of the combinations, so that a machine that warms up favours none. */
  seed: number;
  runtime: Runtime;
  progress: Progress;
  signal: AbortSignal;
}

/** One combination. Rates are tokens per second of all workers together, with t intervals over repetitions. */
export interface SpeedRow {
  width: number;
  kvCacheType: string;
  threads: number;
  workers: number;
  /** `null` when this combination could not be measured; `problem` says why. */
  prefill: Estimate | null;
  /** Decoding alone, as llama-bench counts it. */
  decode: Estimate | null;
  /** Decoding and greedy sampling with log-probabilities. */
  sampled: Estimate | null;
  loadMs: number | null;
  predictedBytes: number | null;
  problem: string | null;
}

/** What `assay bench` measures; also the format of a file that `--compare` reads. */
export interface SpeedReport {
  benchVersion: 1;
  model: Omit<SpeedInput['model'], 'path'>;
  engine: string;
  device: { name: string; kind: string };
  machine: { cpu: string; cores: number; memoryBytes: number; os: string };
  shape: BenchShape;
  measuredAt: string;
  rows: SpeedRow[];
}

/** Measures every combination in a seeded random order; a combination that does not fit is a row with its reason. */
export async function measureSpeed(input: SpeedInput): Promise<SpeedReport> {
  const { axes, shape, signal, progress, model } = input;
  const combinations = axes.threads.flatMap((threads) =>
    axes.kvCacheTypes.flatMap((kvCacheType) =>
      axes.widths.flatMap((width) => axes.workers.map((workers) => ({ width, kvCacheType, threads, workers }))),
    ),
  );
  const described: { engine: string; device: SpeedReport['device'] }[] = [];
  const rows = new Map<(typeof combinations)[number], SpeedRow>();
  progress.start(combinations.length, model.name);
  for (const combination of Random.stream(input.seed, 'bench').shuffle(combinations)) {
    signal.throwIfAborted();
    rows.set(combination, await measureRow(input, combination, described));
    progress.advance(1, `width ${combination.width}`);
  }
  progress.finish();
  const { engine, device } = described[0] ?? { engine: 'none', device: { name: 'none', kind: 'none' } };
  const { path: _path, ...named } = model;
  return {
    benchVersion: 1,
    model: named,
    engine,
    device: device.kind === 'cpu' ? { ...device, name: processor() } : device,
    machine: {
      cpu: processor(),
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      os: `${process.platform} ${process.arch}`,
    },
    shape,
    measuredAt: new Date().toISOString(),
    rows: combinations.flatMap((combination) => rows.get(combination) ?? []),
  };
}

async function measureRow(
  { model, shape, gpu, runtime, signal }: SpeedInput,
  combination: Pick<SpeedRow, 'width' | 'kvCacheType' | 'threads' | 'workers'>,
  described: { engine: string; device: SpeedReport['device'] }[],
): Promise<SpeedRow> {
  const nothing = { prefill: null, decode: null, sampled: null, loadMs: null, predictedBytes: null };
  const models: LoadedModel[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(models.map((loaded) => loaded[Symbol.asyncDispose]()));
  };
  const stop = (): void => void end();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const request: LoadRequest = {
      modelPath: model.path,
      contextTokens: shape.promptTokens + shape.outputTokens + 1,
      gpu,
      engine: 'lockstep',
      width: combination.width,
      threads: combination.threads,
      kvCacheType: combination.kvCacheType,
    };
    for (let worker = 0; worker < combination.workers; worker += 1) models.push(await runtime.load(request));
    const times = await Promise.all(
      models.map((loaded) => {
        if (loaded.bench === undefined)
          throw environmentError('BENCH_UNAVAILABLE', 'this runtime cannot be measured', 'name a GGUF file');
        return loaded.bench(shape);
      }),
    );
    const descriptions = models.map(({ description }) => description);
    for (const { engine, device } of descriptions) described.push({ engine, device });
    return {
      ...combination,
      ...ratesOf(times, { shape, width: combination.width }),
      loadMs: Math.max(...descriptions.map(({ loadMs }) => loadMs)),
      predictedBytes: descriptions.reduce((sum, { predictedBytes }) => sum + predictedBytes, 0),
      problem: null,
    };
  } catch (error) {
    if (error instanceof WorkerLost && error.outOfMemory)
      return { ...combination, ...nothing, problem: 'does not fit into memory' };
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await end();
  }
}

/** Tokens per second of each repetition, added over workers, as estimates. */
export function ratesOf(
  times: readonly BenchTimes[],
  { shape, width }: { shape: BenchShape; width: number },
): Pick<SpeedRow, 'prefill' | 'decode' | 'sampled'> {
  const rate = (tokens: number, msOf: (time: BenchTimes, round: number) => number): Estimate => {
    const perRound = Float64Array.from({ length: shape.repetitions }, (_, round) =>
      times.reduce((sum, time) => sum + (tokens * 1000) / msOf(time, round), 0),
    );
    // A speed has no upper bound: the range serves a single round only.
    const known = perRound.length === 1 ? { range: [0, Number.MAX_VALUE] as const } : {};
    return { ...tEstimate(perRound, known), method: 't over repetitions' };
  };
  const at = (values: readonly number[], round: number): number => values[round] as number;
  return {
    prefill: rate(width * shape.promptTokens, ({ prefillMs }, round) => at(prefillMs, round)),
    decode: rate(width * shape.outputTokens, ({ decodeMs }, round) => at(decodeMs, round)),
    sampled: rate(
      width * shape.outputTokens,
      ({ decodeMs, sampleMs }, round) => at(decodeMs, round) + at(sampleMs, round),
    ),
  };
}

function processor(): string {
  return cpus()[0]?.model.trim() ?? 'unknown';
}
