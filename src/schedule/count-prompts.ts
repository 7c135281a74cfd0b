import { contentKey } from '../core/hash.ts';
import { loadContextTokens } from '../models/inspect-model.ts';
import { requireContext } from '../models/shelf/require-runnable.ts';
import type { ModelDescription } from '../runtimes/runtime.ts';
import { seesPages } from '../spec/pipelines.ts';
import type { Engine } from './engine.ts';
import type { PreparedRun, PreparedVariant } from './prepare-run.ts';
import { SharedBeginning } from './shared-beginning.ts';
import { chunkLimit, firstRequest, leastContext } from './trial-setting.ts';

export interface CountedPrompts {
  sizes: { id: string; size: number }[];
  /** Tokens of the longest first prompt that is asked whole, with its answer. */
  wanted: number;
  /** The same with all turns that a pipeline may add. */
  wantedWithTurns: number;
  /** Whether every prompt is shorter than what its model was made for. */
  fits: boolean;
  /** Tokens that the least model was made for; infinite when no file says it. */
  modelContext: number;
  /** Tokens of the longest prompt; `null` when some were estimated. */
  longestPrompt: number | null;
  /** By variant: how many tokens at their beginning all of its prompts have in common. */
  sharedTokens: Map<string, number>;
  /** Of the model that counted the tokens. */
  description: ModelDescription;
}

/** Documents whose prompts are counted in one message to the worker. */
const COUNTED_AT_ONCE = 256;
/** Read pictures hold more characters than the clean text that they are estimated by. */
const ESTIMATE_FACTOR = 1.25;
/** What the template and the words of a further turn take. */
const TURN_TOKENS = 192;

/** Counts every prompt with the tokenizer of its model; variants that share model source, prompt and form share the count. */
export async function countPrompts(run: PreparedRun, engine: Engine): Promise<CountedPrompts> {
  const groups = new Map<string, PreparedVariant[]>();
  for (const variant of run.variants) {
    const { sourceSha256 } = variant.model;
    const { stages } = variant.spec;
    const form =
      stages === undefined ? '' : contentKey([stages.load, stages.ocr, ...(seesPages(stages) ? [stages.infer] : [])]);
    const key = `${sourceSha256}/${variant.content.promptHash}/${form}`;
    groups.set(key, [...(groups.get(key) ?? []), variant]);
  }
  const sizes = new Map<string, number>();
  const sharedTokens = new Map<string, number>();
  let description: ModelDescription | undefined;
  let [wanted, wantedWithTurns, longestPrompt] = [0, 0, 0];
  let [fits, exact] = [true, true];
  let modelContext = Number.POSITIVE_INFINITY;
  for (const variants of groups.values()) {
    const [first] = variants as [PreparedVariant, ...PreparedVariant[]];
    const counted = await countGroup(run, engine, first);
    description ??= counted.description;
    for (const [id, size] of counted.sizes) sizes.set(id, Math.max(sizes.get(id) ?? 0, size));
    const longest = Math.max(0, ...counted.sizes.values());
    const shortest = Math.min(...counted.sizes.values());
    longestPrompt = Math.max(longestPrompt, longest);
    exact &&= counted.exact;
    for (const variant of variants) {
      sharedTokens.set(variant.spec.id, counted.sharedTokens);
      const context = leastContext(variant);
      const limit = chunkLimit(variant, context);
      // What is too long to be read at once is read in parts, each of which must fit.
      const { path } = variant.model;
      const least = Math.max(counted.questionTokens, Math.min(shortest, limit));
      requireContext({ file: path, contextTokens: loadContextTokens(path) }, least);
      const asked = Math.min(longest, limit);
      const answer = variant.spec.sampling.maxTokens;
      fits &&= asked < context;
      modelContext = Math.min(modelContext, context);
      wanted = Math.max(wanted, asked + answer);
      wantedWithTurns = Math.max(wantedWithTurns, asked + answer + turnTokens(variant));
    }
  }
  if (description === undefined) throw new Error('an experiment without variants cannot be planned');
  return {
    sizes: [...sizes].map(([id, size]) => ({ id, size })),
    wanted,
    wantedWithTurns,
    fits,
    modelContext,
    longestPrompt: exact ? longestPrompt : null,
    sharedTokens,
    description,
  };
}

interface CountedGroup {
  sizes: Map<string, number>;
  exact: boolean;
  sharedTokens: number;
  /** Tokens of the question alone, about a document without text: no part of a document makes a shorter prompt. */
  questionTokens: number;
  description: ModelDescription;
}

async function countGroup(run: PreparedRun, engine: Engine, variant: PreparedVariant): Promise<CountedGroup> {
  await using model = await engine.runtime.load({
    modelPath: variant.model.path,
    width: 1,
    contextTokens: 256,
    // Counting decodes nothing.
    threads: 1,
    gpu: run.config.gpu,
    kvCacheType: variant.spec.kvCacheType,
    engine: 'lockstep',
  });
  const sizes = new Map<string, number>();
  let exact = true;
  const beginning = new SharedBeginning();
  for (let start = 0; start < run.documents.length; start += COUNTED_AT_ONCE) {
    const ids = run.documents.slice(start, start + COUNTED_AT_ONCE);
    const texts = await Promise.all(ids.map((id) => textToCount(run, variant, id)));
    const requests = texts.map(({ text }) => firstRequest(run, variant, text));
    const counts = await model.countTokens(requests);
    await beginning.add(model, requests);
    for (const [i, id] of ids.entries()) {
      const estimated = texts[i]?.estimated === true;
      exact &&= !estimated;
      sizes.set(id, Math.ceil((counts[i] ?? 0) * (estimated ? ESTIMATE_FACTOR : 1)));
    }
  }
  const [questionTokens = 0] = await model.countTokens([firstRequest(run, variant, '')]);
  return { sizes, exact, sharedTokens: beginning.tokens, questionTokens, description: model.description };
}

/** Pictures take seconds each to read: where their clean text is known, it stands in, and they are read while models work. */
async function textToCount(
  run: PreparedRun,
  { spec: { stages } }: PreparedVariant,
  id: string,
): Promise<{ text: string; estimated: boolean }> {
  // The prompt of a model that sees is its task: no page needs to be read for it.
  if (seesPages(stages)) return { text: '', estimated: false };
  if (stages?.load.form === 'scan') {
    const { text } = await run.dataset.load(id);
    if (text !== '') return { text, estimated: true };
  }
  const input = await run.inputs.read(id, stages);
  return { text: input.kind === 'read' ? input.text : '', estimated: false };
}

/** Tokens that the turns of a pipeline may add to its first prompt. */
function turnTokens({ spec: { stages, sampling } }: PreparedVariant): number {
  if (stages === undefined) return 0;
  const reasoning = stages.infer.reason ? stages.infer.reasonTokens + TURN_TOKENS : 0;
  const asks = stages.validate?.askAgain ?? 0;
  return reasoning + (asks > 0 ? sampling.maxTokens + TURN_TOKENS : 0);
}
