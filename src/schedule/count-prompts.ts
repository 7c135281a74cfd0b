import { stat } from 'node:fs/promises';
import { contentKey } from '../core/hash.ts';
import type { DocumentForm } from '../datasets/document-form.ts';
import type { ModelDescription } from '../runtimes/runtime.ts';
import { seesPages } from '../spec/pipelines.ts';
import { defaultsOf } from '../spec/pipeline-schema.ts';
import { LINES_KEY } from '../stages/parse.ts';
import { TURN_TOKENS } from '../stages/pipeline/make-complaint.ts';
import type { Engine } from './engine.ts';
import type { PreparedRun, PreparedVariant } from './prepare-run.ts';
import { checkFit } from './prompt-fit.ts';
import { sizesOfPrompts, surelyRead } from './prompt-sizes.ts';
import { SharedBeginning } from './shared-beginning.ts';
import { chunkLimit, firstRequest, leastContext, shortestContext } from './trial-setting.ts';

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
  /** What must be said before decoding, of documents that do not fit. */
  warnings: string[];
  /** Of the model that counted the tokens. */
  description: ModelDescription;
}

/** An answer in which any value was found takes so much more than its keys. */
const LEAST_VALUE_TOKENS = 8;

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
  const warnings: string[] = [];
  let description: ModelDescription | undefined;
  let [wanted, wantedWithTurns, longestPrompt] = [0, 0, 0];
  let [fits, exact] = [true, true];
  let modelContext = Number.POSITIVE_INFINITY;
  for (const variants of groups.values()) {
    const [first] = variants as [PreparedVariant, ...PreparedVariant[]];
    const counted = await countGroup(run, engine, first, leastFields(run, variants));
    description ??= counted.description;
    for (const [id, size] of counted.sizes) sizes.set(id, Math.max(sizes.get(id) ?? 0, size));
    const longest = [...counted.sizes.values()].reduce((a, b) => Math.max(a, b), 0);
    longestPrompt = Math.max(longestPrompt, longest);
    exact &&= counted.exact;
    for (const variant of variants) {
      sharedTokens.set(variant.spec.id, counted.sharedTokens);
      const context = leastContext(variant);
      const limit = chunkLimit(variant, context);
      const warning = warnOfFit(variant, counted);
      if (warning !== null) warnings.push(warning);
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
    warnings,
    description,
  };
}

/** What does not fit whatever is read and answered; where documents were not read, as if they were empty. */
function warnOfFit(variant: PreparedVariant, { sizes, exact, least }: CountedGroup): string | null {
  const { tokens: contextTokens, file } = shortestContext(variant);
  if (contextTokens === Number.POSITIVE_INFINITY) return null;
  const { questionTokens, savedTokens, answerTokens } = least;
  return checkFit({
    variant: variant.spec.id,
    file,
    contextTokens,
    prompts: exact ? [...sizes.values()].map((size) => size - savedTokens) : [...sizes].map(() => questionTokens),
    questionTokens,
    answerTokens,
    partTokens: chunkLimit(variant, contextTokens),
    mostParts: (variant.spec.stages?.chunk ?? defaultsOf('chunk')).most,
  });
}

/** The fewest fields that one of these variants asks for in one call. */
function leastFields(
  run: PreparedRun,
  variants: readonly PreparedVariant[],
): Pick<PreparedRun, 'fields' | 'lineFields'> {
  const least = Math.min(...variants.map(({ spec }) => spec.stages?.prompt.fieldsPerCall ?? Number.POSITIVE_INFINITY));
  return least < run.fields.length ? { fields: run.fields.slice(0, least) } : run;
}

interface CountedGroup {
  sizes: Map<string, number>;
  exact: boolean;
  sharedTokens: number;
  /** Of the shortest question that is asked: about a document without text, how much shorter it is than the first one, and its shortest answer. */
  least: { questionTokens: number; savedTokens: number; answerTokens: number };
  description: ModelDescription;
}

async function countGroup(
  run: PreparedRun,
  engine: Engine,
  variant: PreparedVariant,
  asked: Pick<PreparedRun, 'fields' | 'lineFields'>,
): Promise<CountedGroup> {
  const { stages } = variant.spec;
  const sees = seesPages(stages);
  const loaded = stages?.load.form;
  const form = !sees && (loaded === 'pdf' || loaded === 'scan') ? loaded : 'text';
  const { inputs, documents: ids } = run;
  // While the model loads.
  if (!sees) inputs.readAhead(surelyRead({ ids, form }), stages);
  await using model = await engine.runtime.load({
    modelPath: variant.model.path,
    width: 1,
    contextTokens: 256,
    // Counting decodes nothing.
    threads: 1,
    gpu: run.config.gpu,
    kvCacheType: variant.spec.kvCacheType,
    engine: 'lockstep',
    countOnly: true,
  });
  const beginning = new SharedBeginning();
  const { sizes, exact } = await sizesOfPrompts({
    ids,
    form,
    cleanText: async (id) => (await run.dataset.load(id)).text || null,
    fileBytes: (id) => fileBytes(run, id, loaded),
    readText: async (id) => {
      // The prompt of a model that sees is its task: no page needs to be read for it.
      if (sees) return '';
      const input = await inputs.read(id, stages);
      return input.kind === 'read' ? input.text : '';
    },
    count: async (texts) => {
      const requests = texts.map((text) => firstRequest(run, variant, text));
      const counts = await model.countTokens(requests);
      await beginning.add(model, requests);
      return counts;
    },
  });
  const frame = Object.fromEntries(asked.fields.map((field) => [field, null]));
  const answer = JSON.stringify({ ...frame, ...(asked.lineFields !== undefined && { [LINES_KEY]: [] }) });
  const shorter = { ...run, lineFields: undefined, ...asked };
  const [whole = 0, questionTokens = 0, answered = 0] = await model.countTokens([
    firstRequest(run, variant, ''),
    firstRequest(shorter, variant, ''),
    firstRequest(shorter, variant, answer),
  ]);
  const answerTokens = answered - questionTokens + LEAST_VALUE_TOKENS;
  const least = { questionTokens, savedTokens: whole - questionTokens, answerTokens };
  return { sizes, exact, sharedTokens: beginning.tokens, least, description: model.description };
}

/** Bytes of the files of a form of a document; `null` where it is no file, or one of them cannot be looked at. */
async function fileBytes({ dataset }: PreparedRun, id: string, form: DocumentForm = 'text'): Promise<number | null> {
  const source = await dataset.formOf?.(id, form);
  if (source?.kind !== 'files') return null;
  const found = await Promise.all(source.paths.map((path) => stat(path).catch(() => null)));
  return found.includes(null) ? null : found.reduce((sum, file) => sum + (file?.size ?? 0), 0);
}

/** Tokens that the turns of a pipeline may add to its first prompt. */
function turnTokens({ spec: { stages, sampling } }: PreparedVariant): number {
  if (stages === undefined) return 0;
  const reasoning = stages.infer.reason ? stages.infer.reasonTokens + TURN_TOKENS : 0;
  const asks = stages.validate?.askAgain ?? 0;
  return reasoning + (asks > 0 ? sampling.maxTokens + TURN_TOKENS : 0);
}
