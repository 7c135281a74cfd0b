import { loadContextTokens } from '../models/inspect-model.ts';
import type { BatchPlan } from '../records/manifest.ts';
import { defaultsOf } from '../spec/pipeline-schema.ts';
import { seesPages } from '../spec/pipelines.ts';
import type { GenerationRequest } from '../runtimes/runtime.ts';
import type { TrialSetting } from '../stages/pipeline/run-trial.ts';
import { type Asking, requestOf } from '../stages/pipeline/question.ts';
import type { PreparedRun, PreparedVariant } from './prepare-run.ts';

/** How a variant asks about its documents, in a run of this batch plan. */
export function settingOf(run: PreparedRun, variant: PreparedVariant, batch: BatchPlan): TrialSetting {
  const { fields, lineFields, rules } = run;
  return {
    asking: askingOf(variant),
    stages: variant.spec.stages,
    voters: 1 + (variant.voters?.length ?? 0),
    limits: {
      limitTokens: limitOf(variant, batch),
      longestPrompt: batch.longestPrompt ?? null,
    },
    fields,
    lineFields,
    rules,
  };
}

/** The first question that a variant asks about a document, all of it at once. */
export function firstRequest(run: PreparedRun, variant: PreparedVariant, documentText: string): GenerationRequest {
  const { fields, lineFields } = run;
  return requestOf({ documentText, fields, lineFields, voter: 0, purpose: 'answer' }, askingOf(variant));
}

/** Tokens that a prompt may take before it is read in parts; infinite where it never is. */
export function chunkLimit({ spec: { stages } }: PreparedVariant, modelContext: number): number {
  const { when, above } = stages?.chunk ?? defaultsOf('chunk');
  return when === 'never' ? Number.POSITIVE_INFINITY : Math.floor(modelContext * above);
}

/** Where not every prompt was counted beforehand, the context of the run may be less than what a prompt turns out to need. */
function limitOf(variant: PreparedVariant, batch: BatchPlan): number {
  const limit = chunkLimit(variant, leastContext(variant));
  if (batch.longestPrompt !== undefined || limit === Number.POSITIVE_INFINITY) return limit;
  const answer = Math.min(variant.spec.sampling.maxTokens, Math.floor(batch.contextTokens / 2));
  return Math.min(limit, batch.contextTokens - 1 - answer);
}

/** Tokens that the models of a variant were made for: the least of them; infinite when no file says it. */
export function leastContext(variant: PreparedVariant): number {
  return shortestContext(variant).tokens;
}

/** The same with the file that it is. */
export function shortestContext({ model, voters = [] }: PreparedVariant): { file: string; tokens: number } {
  const contexts = [model, ...voters].map(({ path }) => ({
    file: path,
    tokens: loadContextTokens(path) ?? Number.POSITIVE_INFINITY,
  }));
  return contexts.reduce((a, b) => (b.tokens < a.tokens ? b : a));
}

function askingOf({ prompt, spec: { sampling, grammar, stages } }: PreparedVariant): Asking {
  const sight = seesPages(stages) ? { sight: { task: stages?.infer.task ?? null } } : {};
  return { prompt, maxTokens: sampling.maxTokens, grammar, extractive: stages?.infer.extractive, ...sight };
}
