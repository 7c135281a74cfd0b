import { basename, dirname, extname, resolve } from 'node:path';
import { printAllowed, yamlError } from '../core/check-yaml.ts';
import { canonicalJson } from '../core/hash.ts';
import type { YamlPath, YamlSource } from '../core/yaml.ts';
import { isPath } from './definitions.ts';
import { AXES, type Axis, type Experiment, type NamedVariant } from './experiment-schema.ts';
import { type KnownIds, requireKnown } from './known-ids.ts';
import type { PipelineWish } from './pipeline-schema.ts';
import { PLAIN_PIPELINE, printPipeline, resolvePipeline } from './pipelines.ts';
import { makeVoters } from './make-voters.ts';
import type { VariantSpec } from './spec.ts';

/** What an experiment says about one arm, and where it says so. */
interface Wish {
  model: string | undefined;
  quantization: string | undefined;
  file: string | undefined;
  prompt: string;
  pipeline: PipelineWish;
  sampling: Experiment['sampling'];
  kvCacheType: string;
  grammar: boolean;
}

export interface Arm {
  variant: VariantSpec;
  /** Canonical JSON of the swept values, by axis; empty in a list of named variants. */
  choices: Partial<Record<Axis, string>>;
}

export interface VariantContext {
  source: YamlSource;
  known: KnownIds;
  /** Where the experiment names none: the device's. */
  kvCacheType: string;
}

/** The arms of an experiment in declared order, their ids unique and every id in them known. */
export function makeVariants(experiment: Experiment, context: VariantContext): Arm[] {
  const { variants = {} } = experiment;
  return Array.isArray(variants) ? namedArms(experiment, variants, context) : sweptArms(experiment, variants, context);
}

function namedArms(experiment: Experiment, list: NamedVariant[], context: VariantContext): Arm[] {
  const seen = new Map<string, number>();
  return list.map((named, index) => {
    const path = ['variants', index];
    const earlier = seen.get(named.name);
    if (earlier !== undefined) {
      const line = context.source.locate(['variants', earlier, 'name']).line;
      throw invalid(
        context,
        [...path, 'name'],
        `is "${named.name}", as in line ${line}; names must be unique`,
        'rename one',
      );
    }
    seen.set(named.name, index);
    const own = named.file !== undefined;
    if (own && (named.model !== undefined || named.quantization !== undefined)) {
      const other = named.model === undefined ? 'quantization' : 'model';
      const message = `stands beside \`file\`; a file brings its own weights and type`;
      throw invalid(context, [...path, other], message, `remove \`file\` or \`${other}\``);
    }
    const wish = namedWish(commonWish(experiment, context), named);
    const at = (key: string): YamlPath => (key in named ? [...path, key] : experimentHas(context, key) ? [key] : path);
    return { variant: makeVariant(named.name, wish, { ...context, at }), choices: {} };
  });
}

function sweptArms(
  experiment: Experiment,
  sweep: Partial<Record<Axis, unknown[] | undefined>>,
  context: VariantContext,
): Arm[] {
  const axes = AXES.filter((axis) => sweep[axis] !== undefined);
  for (const axis of axes) {
    if (experimentHas(context, axis)) {
      const line = context.source.locate([axis]).line;
      const message = `is swept here and fixed in line ${line}`;
      throw invalid(context, ['variants', axis], message, `remove \`${axis}\` in line ${line}`);
    }
  }
  let combinations: { axis: Axis; index: number; value: unknown }[][] = [[]];
  for (const axis of axes) {
    const values = sweep[axis] ?? [];
    combinations = combinations.flatMap((chosen) => values.map((value, index) => [...chosen, { axis, index, value }]));
  }
  const varied = axes.filter((axis) => (sweep[axis] ?? []).length > 1);
  const seen = new Set<string>();
  return combinations.map((chosen) => {
    const values = Object.fromEntries(chosen.map(({ axis, value }) => [axis, value]));
    const wish: Wish = { ...commonWish(experiment, context), ...values };
    const at = (key: string): YamlPath => {
      const item = chosen.find(({ axis }) => axis === key);
      if (item !== undefined) return ['variants', key, item.index];
      return experimentHas(context, key) ? [key] : [];
    };
    const id =
      varied.map((axis) => printChoice(axis, values[axis])).join('+') ||
      wish.quantization ||
      printChoice('model', wish.model);
    if (seen.has(id)) {
      const last = chosen.findLast(({ axis }) => varied.includes(axis));
      const repeated = last === undefined ? ['variants'] : at(last.axis);
      throw invalid(
        context,
        repeated,
        `makes a second variant "${id}"; variants must be unique`,
        'remove one of the two',
      );
    }
    seen.add(id);
    const choices = Object.fromEntries(chosen.map(({ axis, value }) => [axis, choiceOf(axis, value)]));
    return { variant: makeVariant(id, wish, { ...context, at }), choices };
  });
}

function commonWish(experiment: Experiment, context: VariantContext): Wish {
  const { model, quantization, pipeline, grammar } = experiment;
  const prompt = experimentHas(context, 'prompt')
    ? experiment.prompt
    : (context.known.task?.prompt ?? experiment.prompt);
  const sampling = withRoomForLines(experiment, context);
  const kvCacheType = experiment.kvCacheType ?? context.kvCacheType;
  return { model, quantization, file: undefined, prompt, pipeline, sampling, kvCacheType, grammar };
}

/** Tokens that an answer may take more for each cell asked of a line: some 24 lines, unless the experiment says itself. */
export const TOKENS_PER_LINE_CELL = 288;

function withRoomForLines({ sampling, lines }: Experiment, { source }: VariantContext): Experiment['sampling'] {
  const written = (source.value as { sampling?: { maxTokens?: unknown } }).sampling?.maxTokens;
  if (lines === undefined || written !== undefined) return sampling;
  return { ...sampling, maxTokens: sampling.maxTokens + TOKENS_PER_LINE_CELL * lines.length };
}

function namedWish(common: Wish, named: NamedVariant): Wish {
  const { prompt = common.prompt, pipeline = common.pipeline, sampling = common.sampling } = named;
  const { kvCacheType = common.kvCacheType, grammar = common.grammar } = named;
  const rest = { prompt, pipeline, sampling, kvCacheType, grammar };
  if (named.file !== undefined) return { model: undefined, quantization: undefined, file: named.file, ...rest };
  const model = named.model ?? common.model;
  // A path of the variant's own is a file as it stands: the quantization of the whole experiment is not meant for it.
  const inherited = named.model !== undefined && isPath(named.model) ? undefined : common.quantization;
  return { model, quantization: named.quantization ?? inherited, file: undefined, ...rest };
}

function makeVariant(id: string, wish: Wish, context: VariantContext & { at: (key: string) => YamlPath }): VariantSpec {
  const { source, known, at } = context;
  const { prompt, pipeline, sampling, kvCacheType, grammar } = wish;
  requireKnown('prompts', prompt, { source, known, path: at('prompt') });
  const { name, stages } = resolvePipeline(pipeline, { source, known, path: at('pipeline') });
  if (stages.infer.extractive === true && !grammar)
    throw yamlError({
      source,
      path: at('grammar'),
      code: 'SPEC_PIPELINE',
      message: `is false, but pipeline "${name}" holds values to the document, which needs it`,
      hint: 'remove `grammar: false`, or take a pipeline without `infer: {extractive: true}`',
    });
  const own = makeModel(wish, context);
  const voters = makeVoters(stages, own, { ...context, path: at('pipeline') });
  return {
    id,
    ...own,
    prompt,
    pipeline: name,
    sampling,
    kvCacheType,
    grammar,
    // The plain pipeline says nothing more, so that experiments from before there were others keep their identity.
    ...(name !== PLAIN_PIPELINE && { stages }),
    ...(voters.length > 0 && { voters }),
  };
}

function makeModel(
  wish: Wish,
  context: VariantContext & { at: (key: string) => YamlPath },
): Pick<VariantSpec, 'model' | 'quantization' | 'file'> {
  const { source, known, at } = context;
  const folder = dirname(source.path);
  if (wish.file !== undefined) {
    const file = resolve(folder, wish.file);
    return { model: file, quantization: null, file };
  }
  const { model, quantization } = wish;
  if (model === undefined) {
    throw invalid(
      context,
      at('model'),
      `has no model; allowed: ${printAllowed(known.models)}, or a path`,
      'add `model: ID`',
    );
  }
  if (quantization !== undefined)
    requireKnown('quantizations', quantization, { source, known, path: at('quantization') });
  if (isPath(model)) {
    const path = resolve(folder, model);
    return { model: path, quantization: quantization ?? null, file: quantization === undefined ? path : null };
  }
  requireKnown('models', model, { source, known, path: at('model') });
  if (quantization === undefined) {
    const message = `has no quantization; allowed: ${printAllowed(known.quantizations)}`;
    throw invalid(context, at('model'), message, 'add `quantization: F16`');
  }
  return { model, quantization, file: null };
}

/** A swept value as text: equal exactly for equal values. */
export function choiceOf(axis: Axis, value: unknown): string {
  return canonicalJson(axis === 'pipeline' ? printPipeline(value as PipelineWish) : value);
}

function printChoice(axis: Axis, value: unknown): string {
  if (axis === 'pipeline') return printPipeline(value as PipelineWish);
  if (typeof value === 'string') return isPath(value) ? basename(value, extname(value)) : value;
  return `max${(value as Experiment['sampling']).maxTokens}`;
}

function experimentHas({ source }: VariantContext, key: string): boolean {
  return source.value !== null && typeof source.value === 'object' && key in source.value;
}

function invalid({ source }: VariantContext, path: YamlPath, message: string, hint: string) {
  return yamlError({ source, path, code: 'SPEC_INVALID', message, hint });
}
