import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../models/shelf/cache-folder.ts';
import { makeCohorts } from '../plan/make-cohorts.ts';
import { raceBlocks, raceCohorts, raceOrder } from '../plan/race-blocks.ts';
import type { BatchPlan, LayoutSource, RaceOrder } from '../records/manifest.ts';
import type { ModelDescription } from '../runtimes/runtime.ts';
import { type Engine, versionOf } from './engine.ts';
import { type CalibrationFiles, openCalibrations } from './layout/calibration-file.ts';
import { type ChosenLayout, chooseLayout } from './layout/choose-layout.ts';
import { fitMemory, type HungriestPlan, type MemoryQuestion, planAlone } from './layout/fit-memory.ts';
import { type Layout, SMALL_MODEL_BYTES, SMALL_MODEL_WIDTH, splitCores } from './layout/layout.ts';
import { measureLayout } from './layout/measure-layout.ts';
import { gpusOf, onePerGpu } from './device-pool.ts';
import { documentsAtATime } from './hand-out.ts';
import { hungriestVariants } from './hungriest-variants.ts';
import type { PreparedRun, PreparedVariant } from './prepare-run.ts';
import { type CountedPrompts, countPrompts } from './count-prompts.ts';

export interface PlannedBatch {
  batch: BatchPlan;
  cohorts: string[][];
  /** Of a run that may stop early. */
  race?: RaceOrder;
  /** What must be said before decoding. */
  warnings: string[];
  /** Of the model that counted the tokens, with engine and device of the models that decode. */
  description: ModelDescription;
}

/** The engine pads contexts to this many tokens. */
const CONTEXT_STEP = 256;

export interface PlanOptions {
  /** Exactly this width, as far as memory allows; nothing is measured then. */
  width?: number | undefined;
  /** Whether layouts may be measured; else only what was measured before counts. `true` unless told. */
  mayMeasure?: boolean;
  /** Where measured layouts are kept; in the cache folder unless told. */
  calibrations?: CalibrationFiles | undefined;
  /** Whether decoding follows: then documents that were not needed for counting are read while the rest is planned. */
  decodesNext?: boolean;
  onNote?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Chooses context, batch width, workers and threads once for the whole run: the context holds the longest prompt of any
 * variant and its answer; width, workers and threads are those that fit into memory for the largest file, and of those the
 * measured best where the profile wants that and the run is long enough.
 * Errors: exit 3 when not even one document fits into memory, or into a model's context.
 */
export async function planBatch(run: PreparedRun, engine: Engine, options: PlanOptions = {}): Promise<PlannedBatch> {
  const counted = await countPrompts(run, engine);
  const contextTokens = contextOf(counted);
  const { config } = run;
  const { seed, stop, determinism } = run.spec.run;
  const order = stop === 'anytime' ? raceOrder(run.documents, seed) : null;
  const memory = {
    engine,
    hungriest: hungriestVariants(run.variants),
    // Those who vote are loaded side by side, and reckoned with the size of the largest.
    models: Math.max(...run.variants.map(({ voters = [] }) => 1 + voters.length)),
    contextTokens,
    config,
    // Certified: one document at a time, so that nothing but the document decides its tokens.
    cap: determinism === 'certified' ? 1 : (options.width ?? widestOf(run)),
  };
  const onCpu = config.gpu === false;
  const measures = options.width === undefined && options.mayMeasure !== false && wantsMeasuring(memory, run, onCpu);
  // Not while layouts are measured: readers would take the processor from them.
  if (options.decodesNext === true && !measures) {
    // In the order in which they are decoded.
    const next = order ?? makeCohorts(counted.sizes, 1).flat();
    run.inputs.readAhead(next, run.variants[0]?.spec.stages);
  }
  const alone = await planAlone(memory);
  const { layout, source, measured } = await layoutOf(run, { memory, alone, counted, options });
  const { replicas, threads, gpuLayers } = layout;
  // Every worker gets cohorts, also when the documents are few.
  let width = Math.min(layout.width, Math.max(1, Math.ceil(run.documents.length / replicas)));
  const { sizes, warnings } = counted;
  // Tokens may be counted elsewhere than they are decoded.
  const description = { ...counted.description, ...alone.on };
  const blocks = raceBlocks(width, { documents: run.documents.length, workers: replicas });
  if (order !== null) width = blocks.width;
  const { longestPrompt } = counted;
  const batch: BatchPlan = {
    width,
    contextTokens,
    replicas,
    threads,
    freeBytes: alone.freeBytes,
    ...(gpuLayers !== undefined && { gpuLayers }),
    ...(config.flashAttention === false && { flashAttention: false }),
    ...(config.batchTokens !== undefined && { batchTokens: config.batchTokens }),
    ...(config.draftTokens !== undefined && { draftTokens: config.draftTokens }),
    ...(longestPrompt !== null && { longestPrompt }),
    layoutFrom: source,
    ...(measured !== undefined && { layoutRates: measured }),
    ...sharedTokensOf(run, counted),
  };
  const size = documentsAtATime(width, determinism);
  if (order === null) return { batch, cohorts: makeCohorts(sizes, size), warnings, description };
  const race = { order, blockDocuments: blocks.blockDocuments };
  return { batch, cohorts: raceCohorts(sizes, { ...race, width }), race, warnings, description };
}

/** Whether workers, threads and width are worth measuring, should the run be long enough and nothing be kept. */
function wantsMeasuring({ hungriest }: MemoryQuestion, { config, spec }: PreparedRun, onCpu: boolean): boolean {
  const largest = largestOf(hungriest);
  return (
    config.calibrate !== false &&
    spec.run.determinism !== 'certified' &&
    // Only llama.cpp measures itself.
    isGguf(largest) &&
    !(onCpu && isSmall(largest))
  );
}

const isGguf = ({ model }: PreparedVariant): boolean => /\.gguf$/i.test(model.path);
const isSmall = ({ model }: PreparedVariant): boolean => model.fileBytes <= SMALL_MODEL_BYTES;

function largestOf(variants: readonly PreparedVariant[]): PreparedVariant {
  return variants.reduce((a, b) => (b.model.fileBytes > a.model.fileBytes ? b : a));
}

function widestOf({ config, spec, variants }: PreparedRun): number {
  const { maxWidth, maxWidthThroughput = maxWidth } = config;
  const widest = spec.run.determinism === 'throughput' ? maxWidthThroughput : maxWidth;
  const narrow = config.gpu === false && variants.every((variant) => isGguf(variant) && isSmall(variant));
  return narrow ? Math.min(widest, SMALL_MODEL_WIDTH) : widest;
}

interface LayoutInput {
  memory: MemoryQuestion;
  alone: HungriestPlan;
  counted: CountedPrompts;
  options: PlanOptions;
}

/** Every way to share the device that memory allows, and the choice among them. */
async function layoutOf(
  run: PreparedRun,
  { memory, alone, counted, options }: LayoutInput,
): Promise<Omit<ChosenLayout, 'source'> & { source: LayoutSource }> {
  const { config, variants, documents, spec } = run;
  const { engine, hungriest } = memory;
  const largest = largestOf(hungriest);
  const { fileBytes } = largest.model;
  // With `auto` a profile may end on the processor.
  const onCpu = config.gpu === false || alone.on?.device.kind === 'cpu';
  const splits = onCpu
    ? splitCores({ cores: availableParallelism(), threads: config.threads, fileBytes })
    : [{ replicas: gpusOf(config).length || 1, threads: config.threads === 'auto' ? 1 : config.threads }];
  const ways: Layout[] = [];
  for (const split of splits) {
    const way = await fitMemory(split, alone, memory);
    // Memory may leave room for as many workers whether each has few threads or more.
    if (!ways.some(({ replicas, threads }) => replicas === way.replicas && threads === way.threads)) ways.push(way);
  }
  const [first, ...more] = ways as [Layout, ...Layout[]];
  if (options.width !== undefined) return { layout: first, source: 'asked' };
  const request = {
    modelPath: largest.model.path,
    contextTokens: memory.contextTokens,
    gpu: config.gpu,
    deviceName: config.deviceName,
    kvCacheType: largest.spec.kvCacheType,
    flashAttention: config.flashAttention,
    batchTokens: config.batchTokens,
    engine: 'lockstep' as const,
  };
  const runtime = onePerGpu(engine.runtime, config);
  const prompts = counted.sizes.reduce((sum, { size }) => sum + size, 0);
  options.signal?.throwIfAborted();
  return await chooseLayout({
    ways: [first, ...more],
    wanted: wantsMeasuring(memory, run, onCpu),
    runTokens: documents.length === 0 ? 0 : prompts * variants.length * spec.run.epochs,
    key: {
      modelSha256: largest.content.modelSha256,
      engine: versionOf(engine, [largest.model.path], config.gpu),
      device: onCpu ? 'cpu' : `${config.gpu} ${config.deviceName ?? ''}`.trim(),
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      contextTokens: memory.contextTokens,
      kvCacheType: largest.spec.kvCacheType,
      flashAttention: config.flashAttention !== false,
      batchTokens: config.batchTokens ?? null,
    },
    files: options.calibrations ?? openCalibrations(join(cacheFolder(), 'layouts')),
    rateOf:
      options.mayMeasure === false
        ? undefined
        : (layout, limitMs) => measureLayout(layout, request, { runtime, signal: options.signal, limitMs }),
    onMeasured: ({ replicas, threads, width, tokensPerSecond }) =>
      options.onNote?.(
        `Measured before the run: ${replicas} workers x ${threads} threads x width ${width}: ${tokensPerSecond === null ? 'not in time, or too large' : `${Math.round(tokensPerSecond)} tokens/s`}`,
      ),
    now: Date.now,
  });
}

function contextOf({ wanted, wantedWithTurns, modelContext, fits }: CountedPrompts): number {
  const padded = (tokens: number): number => Math.ceil((tokens + 1) / CONTEXT_STEP) * CONTEXT_STEP;
  // A prompt that the model was not made for is refused and recorded as such; the other documents are measured.
  const first = fits ? padded(wanted) : Math.min(padded(wanted), modelContext);
  // Further turns are worth a larger context as far as the model knows one.
  return Math.max(first, Math.min(padded(wantedWithTurns), modelContext));
}

/** Fewer shared tokens are not worth a batch of their own. */
const LEAST_SHARED_TOKENS = 32;

function sharedTokensOf({ spec }: PreparedRun, { sharedTokens }: CountedPrompts): Pick<BatchPlan, 'sharedTokens'> {
  // Certified: a document is evaluated by itself, from its first token on.
  if (spec.run.determinism === 'certified') return {};
  const worth = [...sharedTokens].filter(([, tokens]) => tokens >= LEAST_SHARED_TOKENS);
  return worth.length === 0 ? {} : { sharedTokens: Object.fromEntries(worth) };
}
