import { availableParallelism } from 'node:os';
import { environmentError } from '../core/errors.ts';
import { makeCohorts } from '../plan/make-cohorts.ts';
import { raceBlocks, raceCohorts, raceOrder } from '../plan/race-blocks.ts';
import type { BatchPlan, RaceOrder } from '../records/manifest.ts';
import type { ModelDescription } from '../runtimes/runtime.ts';
import type { Engine, WidthPlan } from './engine.ts';
import type { PreparedRun, PreparedVariant } from './prepare-run.ts';
import { type CountedPrompts, countPrompts } from './count-prompts.ts';

export interface PlannedBatch {
  batch: BatchPlan;
  cohorts: string[][];
  /** Of a run that may stop early. */
  race?: RaceOrder;
  /** Of the model that counted the tokens. */
  description: ModelDescription;
}

/** The engine pads contexts to this many tokens. */
const CONTEXT_STEP = 256;

/**
 * Chooses context, batch width and workers once for the whole run: the context holds the longest prompt of any variant
 * and its answer, the width is the largest that fits into memory for the largest file with all workers side by side.
 * Errors: exit 3 when not even one document fits.
 */
export async function planBatch(run: PreparedRun, engine: Engine): Promise<PlannedBatch> {
  const counted = await countPrompts(run, engine);
  const contextTokens = contextOf(counted);
  const { config } = run;
  const hungriest = hungriestOf(run.variants);
  // Those who vote are loaded side by side, and reckoned with the size of the largest.
  const models = Math.max(...run.variants.map(({ voters = [] }) => 1 + voters.length));
  const ask = async (share: { freeBytes?: number; reserveBytes: number }): Promise<WidthPlan & { path: string }> => {
    const plans: (WidthPlan & { path: string })[] = [];
    for (const { model, spec } of hungriest) {
      const plan = await engine.planWidth({
        modelPath: model.path,
        contextTokens,
        kvCacheType: spec.kvCacheType,
        gpu: config.gpu,
        // Certified: one document at a time, so that nothing but the document decides its tokens.
        cap: run.spec.run.determinism === 'certified' ? 1 : config.maxWidth,
        ...share,
      });
      plans.push({ ...plan, path: model.path });
    }
    return plans.reduce((a, b) => (b.width < a.width ? b : a));
  };
  let replicas =
    config.gpu === false
      ? Math.max(1, Math.floor(availableParallelism() / config.threads))
      : (config.gpus?.length ?? 1);
  const alone = await ask({ reserveBytes: config.reserveBytes });
  let width = alone.width;
  while (width > 0 && replicas * models > 1) {
    const freeBytes = Math.floor((alone.freeBytes - config.reserveBytes) / (replicas * models));
    const together = await ask({ freeBytes, reserveBytes: 0 });
    if (together.width > 0 || replicas === 1) {
      // A single model alone on the machine has been asked about already.
      width = replicas * models === 1 ? alone.width : together.width;
      break;
    }
    replicas -= 1;
  }
  if (width === 0) {
    const message = `${alone.path} needs ${alone.predictedBytes} bytes for one document of ${contextTokens} tokens; ${alone.freeBytes} are free, ${config.reserveBytes} of them reserved`;
    throw environmentError('MEMORY_TOO_SMALL', message, 'use a smaller quantization, fewer maxTokens, or free memory');
  }
  // Every worker gets cohorts, also when the documents are few.
  width = Math.min(width, Math.max(1, Math.ceil(run.documents.length / replicas)));
  const { seed, stop } = run.spec.run;
  const { description, sizes } = counted;
  const blocks = raceBlocks(width, { documents: run.documents.length, workers: replicas });
  if (stop === 'anytime') width = blocks.width;
  const { longestPrompt } = counted;
  const batch: BatchPlan = {
    width,
    contextTokens,
    replicas,
    threads: config.threads,
    freeBytes: alone.freeBytes,
    ...(alone.gpuLayers !== undefined && { gpuLayers: alone.gpuLayers }),
    ...(longestPrompt !== null && { longestPrompt }),
    ...sharedTokensOf(run, counted),
  };
  if (stop === 'fixed') return { batch, cohorts: makeCohorts(sizes, width), description };
  const race = { order: raceOrder(run.documents, seed), blockDocuments: blocks.blockDocuments };
  return { batch, cohorts: raceCohorts(sizes, { ...race, width }), race, description };
}

function contextOf({ wanted, wantedWithTurns, modelContext, fits }: CountedPrompts): number {
  const padded = (tokens: number): number => Math.ceil((tokens + 1) / CONTEXT_STEP) * CONTEXT_STEP;
  // A prompt that the model was not made for is refused and recorded as such; the other documents are measured.
  const known = Math.max(CONTEXT_STEP, Math.floor(modelContext / CONTEXT_STEP) * CONTEXT_STEP);
  const first = fits ? padded(wanted) : Math.min(padded(wanted), known);
  // Further turns are worth a larger context as far as the model knows one.
  return Math.max(first, Math.min(padded(wantedWithTurns), known));
}

/** The largest file of every type of the key-value cache: which of them needs most memory, the engine knows. */
function hungriestOf(variants: readonly PreparedVariant[]): PreparedVariant[] {
  const largest = new Map<string, PreparedVariant>();
  for (const variant of variants) {
    const before = largest.get(variant.spec.kvCacheType);
    if (before === undefined || variant.model.fileBytes > before.model.fileBytes)
      largest.set(variant.spec.kvCacheType, variant);
  }
  return [...largest.values()];
}

/** Fewer shared tokens are not worth a batch of their own. */
const LEAST_SHARED_TOKENS = 32;

function sharedTokensOf({ spec }: PreparedRun, { sharedTokens }: CountedPrompts): Pick<BatchPlan, 'sharedTokens'> {
  // Certified: a document is evaluated by itself, from its first token on.
  if (spec.run.determinism === 'certified') return {};
  const worth = [...sharedTokens].filter(([, tokens]) => tokens >= LEAST_SHARED_TOKENS);
  return worth.length === 0 ? {} : { sharedTokens: Object.fromEntries(worth) };
}
