import type { Runtime } from '../runtimes/runtime.ts';
import type { DocumentScore } from '../scoring/outcome.ts';
import type { CheckedValues, CheckResult } from '../scoring/scoring-rules.ts';

/** What a plugin may be given in the experiment: `options:` beside its module. */
export type PluginOptions = Readonly<Record<string, unknown>>;

interface Named {
  /** Lower-case letters, digits and hyphens; unique in an experiment. */
  name: string;
  /** One sentence for people: what it does. */
  describe: string;
}

/** Decides whether an answer is the same as the truth. Both are canonical values, never empty. Pure. */
export interface ComparatorPlugin extends Named {
  kind: 'comparator';
  same: (predicted: string, truth: string, options: PluginOptions) => boolean;
  /** Pairs that must come out so: the contract suite tries them. */
  examples: { same: readonly (readonly [string, string])[]; different: readonly (readonly [string, string])[] };
}

/** A number of each document, reported as a mean over documents. Pure; the score must not be changed. */
export interface MetricPlugin extends Named {
  kind: 'metric';
  /** In [0, 1]; `null` where the document says nothing about it. */
  measure: (score: DocumentScore, options: PluginOptions) => number | null;
}

/** A rule that the values of one document must obey together. Pure; it never sees the truth of a document that it checks. */
export interface ValidatorPlugin extends Named {
  kind: 'validator';
  check: (values: CheckedValues, options: PluginOptions) => CheckResult;
  examples: { pass: readonly CheckedValues[]; fail: readonly CheckedValues[] };
}

/** A step of the pipeline that turns one text into another. Pure: the same text gives the same result. */
export interface StagePlugin extends Named {
  kind: 'stage';
  /** `document`: the text before the model is asked about it; `answer`: what the model wrote, before it is parsed. */
  place: 'document' | 'answer';
  run: (text: string, options: PluginOptions) => string;
  examples: readonly { text: string; result: string }[];
}

/** Another way to run models; takes the place of the built-in one for the whole experiment. */
export interface RuntimePlugin extends Named {
  kind: 'runtime';
  /** Of the engine: part of a run's identity. */
  version: string;
  create: (options: PluginOptions) => Runtime;
}

export type Plugin = ComparatorPlugin | MetricPlugin | ValidatorPlugin | StagePlugin | RuntimePlugin;

export const PLUGIN_KINDS = ['comparator', 'metric', 'validator', 'stage', 'runtime'] as const;
