import { availableParallelism } from 'node:os';
import { environmentError } from '../core/errors.ts';
import { makeCohorts } from '../plan/make-cohorts.ts';
import { describeGguf } from '../models/describe-gguf.ts';
import { loadGgufParts } from '../models/gguf/load-gguf-parts.ts';
import { requireContext } from '../models/shelf/require-runnable.ts';
import type { BatchPlan } from '../records/manifest.ts';
import type { GenerationRequest, ModelDescription } from '../runtimes/runtime.ts';
import { renderPrompt } from '../stages/prompt.ts';
import type { Engine } from './engine.ts';
import type { PreparedRun, PreparedVariant } from './prepare-run.ts';

export interface PlannedBatch {
  batch: BatchPlan;
  cohorts: string[][];
  /** Of the model that counted the tokens. */
  description: ModelDescription;
}

/** Documents whose prompts are counted in one message to the worker. */
const COUNTED_AT_ONCE = 256;
/** The engine pads contexts to this many tokens. */
const CONTEXT_STEP = 256;

/** The question that a variant asks about a document. */
export function requestOf(run: PreparedRun, variant: PreparedVariant, documentText: string): GenerationRequest {
  const { sampling, grammar } = variant.spec;
  const { fields, lineFields } = run;
  return renderPrompt(variant.prompt, { documentText, fields, lineFields, maxTokens: sampling.maxTokens, grammar });
}

/**
 * Chooses context, batch width and workers once for the whole run: the context holds the longest prompt of any variant
 * and its answer, the width is the largest that fits into memory for the largest file with all workers side by side.
 * Errors: exit 3 when not even one document fits.
 */
export async function planBatch(run: PreparedRun, engine: Engine): Promise<PlannedBatch> {
  const counted = await countPrompts(run, engine);
  const longestAnswer = Math.max(...run.variants.map(({ spec }) => spec.sampling.maxTokens));
  const wanted = Math.ceil((counted.longest + longestAnswer + 1) / CONTEXT_STEP) * CONTEXT_STEP;
  // A prompt that the model was not made for is refused and recorded as such; the other documents are measured.
  const known = Math.max(CONTEXT_STEP, Math.floor(counted.modelContext / CONTEXT_STEP) * CONTEXT_STEP);
  const contextTokens = counted.longest < counted.modelContext ? wanted : Math.min(wanted, known);
  const { config } = run;
  const largest = run.variants.reduce((a, b) => (b.model.fileBytes > a.model.fileBytes ? b : a));
  const ask = (share: { freeBytes?: number; reserveBytes: number }) =>
    engine.planWidth({
      modelPath: largest.model.path,
      contextTokens,
      kvCacheType: largest.spec.kvCacheType,
      gpu: config.gpu,
      // Certified: one document at a time, so that nothing but the document decides its tokens.
      cap: run.spec.run.determinism === 'certified' ? 1 : config.maxWidth,
      ...share,
    });
  let replicas = config.gpu === false ? Math.max(1, Math.floor(availableParallelism() / config.threads)) : 1;
  const alone = await ask({ reserveBytes: config.reserveBytes });
  let width = alone.width;
  while (width > 0 && replicas > 1) {
    const freeBytes = Math.floor((alone.freeBytes - config.reserveBytes) / replicas);
    const together = await ask({ freeBytes, reserveBytes: 0 });
    if (together.width > 0) {
      width = together.width;
      break;
    }
    replicas -= 1;
  }
  if (width === 0) {
    const message = `${largest.model.path} needs ${alone.predictedBytes} bytes for one document of ${contextTokens} tokens; ${alone.freeBytes} are free, ${config.reserveBytes} of them reserved`;
    throw environmentError('MEMORY_TOO_SMALL', message, 'use a smaller quantization, fewer maxTokens, or free memory');
  }
  // Every worker gets cohorts, also when the documents are few.
  width = Math.min(width, Math.max(1, Math.ceil(run.documents.length / replicas)));
  const batch = { width, contextTokens, replicas, threads: config.threads, freeBytes: alone.freeBytes };
  return { batch, cohorts: makeCohorts(counted.sizes, width), description: counted.description };
}

interface CountedPrompts {
  sizes: { id: string; size: number }[];
  /** Tokens of the longest prompt. */
  longest: number;
  /** Tokens that the least model was made for; infinite when no file says it. */
  modelContext: number;
  description: ModelDescription;
}

/** Counts every prompt with the tokenizer of its model; variants that share model source and prompt share the count. */
async function countPrompts(run: PreparedRun, engine: Engine): Promise<CountedPrompts> {
  const groups = new Map(
    run.variants.map((variant) => [`${variant.model.sourceSha256}/${variant.content.promptHash}`, variant]),
  );
  const sizes = new Map<string, number>();
  let description: ModelDescription | undefined;
  let modelContext = Number.POSITIVE_INFINITY;
  for (const variant of groups.values()) {
    await using model = await engine.runtime.load({
      modelPath: variant.model.path,
      width: 1,
      contextTokens: CONTEXT_STEP,
      threads: run.config.threads,
      gpu: run.config.gpu,
      kvCacheType: variant.spec.kvCacheType,
      engine: 'lockstep',
    });
    description ??= model.description;
    let shortest = Number.POSITIVE_INFINITY;
    for (let start = 0; start < run.documents.length; start += COUNTED_AT_ONCE) {
      const ids = run.documents.slice(start, start + COUNTED_AT_ONCE);
      const requests: GenerationRequest[] = [];
      for (const id of ids) requests.push(requestOf(run, variant, (await run.dataset.load(id)).text));
      const counts = await model.countTokens(requests);
      for (const [i, id] of ids.entries()) sizes.set(id, Math.max(sizes.get(id) ?? 0, counts[i] ?? 0));
      shortest = Math.min(shortest, ...counts);
    }
    const inspection = describeGguf(loadGgufParts(variant.model.path));
    requireContext(inspection, shortest);
    modelContext = Math.min(modelContext, inspection.contextTokens ?? Number.POSITIVE_INFINITY);
  }
  if (description === undefined) throw new Error('an experiment without variants cannot be planned');
  return {
    sizes: [...sizes].map(([id, size]) => ({ id, size })),
    longest: Math.max(...sizes.values()),
    modelContext,
    description,
  };
}
