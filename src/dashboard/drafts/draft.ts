import { stringify } from 'yaml';
import { z } from 'zod';
import { usageError } from '../../core/errors.ts';
import { isPath } from '../../spec/definitions.ts';

/** One row of the list of variants; what is empty is left out. */
const rowSchema = z.strictObject({
  name: z.string(),
  /** Id of a model on the shelf, or the path of a file. */
  model: z.string(),
  quantization: z.string(),
  prompt: z.string(),
  pipeline: z.string(),
});

/** What the form sends: texts as typed, so that the experiment's own schema judges them. */
const schema = z.strictObject({
  name: z.string(),
  question: z.string(),
  /** Name of a recipe; empty where `path` names a folder. */
  dataset: z.string(),
  path: z.string(),
  split: z.string(),
  documents: z.string(),
  /** Whether the variants are every combination of the choices, or a list of their own. */
  shape: z.enum(['sweep', 'list']),
  models: z.array(z.string()),
  quantizations: z.array(z.string()),
  prompts: z.array(z.string()),
  pipelines: z.array(z.string()),
  variants: z.array(rowSchema),
  /** `AXIS=VALUE` of a sweep, the name of a variant of a list. */
  baseline: z.string(),
  decision: z.string(),
  metric: z.string(),
  /** In points. */
  margin: z.string(),
  brokenMargin: z.string(),
  seed: z.string(),
  epochs: z.string(),
  stop: z.string(),
  determinism: z.string(),
});

export type DraftValues = z.output<typeof schema>;
export type DraftRow = z.output<typeof rowSchema>;

/** The values of a request. Throws a usage error for anything else. */
export function parseDraftValues(value: unknown): DraftValues {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw usageError('DRAFT_VALUES', 'the form sent something that it does not have', 'load the page again');
}

/** An experiment file as the form means it. What is left empty is left out, and the schema says what is missing. */
export function makeDraft(values: DraftValues): string {
  const { path, documents } = values;
  const named = path.trim() === '' ? { name: values.dataset } : { path: path.trim() };
  const counted = documents.trim() === '' ? {} : { documents: numberOf(documents) };
  return stringify(
    {
      name: values.name,
      question: values.question,
      dataset: { ...named, split: values.split, ...counted },
      ...(values.shape === 'list' ? listOf(values) : sweepOf(values)),
      decision: {
        question: values.decision,
        metric: values.metric,
        margin: shareOf(values.margin),
        brokenMargin: shareOf(values.brokenMargin),
      },
      run: {
        seed: numberOf(values.seed),
        epochs: numberOf(values.epochs),
        stop: values.stop,
        determinism: values.determinism,
      },
    },
    { lineWidth: 0, flowCollectionPadding: false },
  );
}

/** One choice on an axis stands for all variants; several are swept. */
function sweepOf({ models, quantizations, prompts, pipelines, baseline }: DraftValues): object {
  const axes = Object.entries({ model: models, quantization: quantizations, prompt: prompts, pipeline: pipelines });
  const fixed = axes.flatMap(([axis, [only, ...more]]) =>
    only === undefined || more.length > 0 ? [] : [[axis, only] as const],
  );
  const swept = axes.filter(([, chosen]) => chosen.length > 1);
  if (swept.length === 0) return Object.fromEntries(fixed);
  const at = baseline.indexOf('=');
  const base = at < 0 ? {} : { baseline: { [baseline.slice(0, at)]: baseline.slice(at + 1) } };
  return { ...Object.fromEntries(fixed), ...base, variants: Object.fromEntries(swept) };
}

function listOf({ variants, baseline }: DraftValues): object {
  return {
    ...(variants.length > 1 && { baseline: { variant: baseline } }),
    variants: variants.map(({ name, model, quantization, prompt, pipeline }) => ({
      name,
      // A file of one's own holds one quantization already; with another beside it, it is what that one is made from.
      ...(model !== '' && (isPath(model) && quantization === '' ? { file: model } : { model })),
      ...(quantization !== '' && { quantization }),
      ...(prompt !== '' && { prompt }),
      ...(pipeline !== '' && { pipeline }),
    })),
  };
}

/** A number where it is one; else the text, which the schema then refuses in its own words. */
function numberOf(text: string): number | string {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** Points as a share, without the dust of binary fractions. */
function shareOf(points: string): number | string {
  const number = numberOf(points);
  return typeof number === 'number' ? Number((number / 100).toPrecision(12)) : number;
}
