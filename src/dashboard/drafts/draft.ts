import { stringify } from 'yaml';
import { z } from 'zod';
import { usageError } from '../../core/errors.ts';

/** What the form sends: texts as typed, so that the experiment's own schema judges them. */
const schema = z.strictObject({
  name: z.string(),
  question: z.string(),
  dataset: z.string(),
  split: z.string(),
  documents: z.string(),
  model: z.string(),
  quantizations: z.array(z.string()),
  prompts: z.array(z.string()),
  baseline: z.string(),
  decision: z.string(),
  metric: z.string(),
  /** In points. */
  margin: z.string(),
  brokenMargin: z.string(),
  seed: z.string(),
  epochs: z.string(),
});

export type DraftValues = z.output<typeof schema>;

/** The values of a request. Throws a usage error for anything else. */
export function parseDraftValues(value: unknown): DraftValues {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw usageError('DRAFT_VALUES', 'the form sent something that it does not have', 'load the page again');
}

/** An experiment file as the form means it. What is left empty is left out, and the schema says what is missing. */
export function makeDraft(values: DraftValues): string {
  const { quantizations, prompts, baseline } = values;
  const sweep = {
    ...(quantizations.length > 1 && { quantization: quantizations }),
    ...(prompts.length > 1 && { prompt: prompts }),
  };
  const swept = Object.keys(sweep).length > 0;
  return stringify(
    {
      name: values.name,
      question: values.question,
      dataset: {
        name: values.dataset,
        split: values.split,
        ...(values.documents.trim() !== '' && { documents: numberOf(values.documents) }),
      },
      model: values.model,
      ...(quantizations.length === 1 && { quantization: quantizations[0] }),
      ...(prompts.length === 1 && { prompt: prompts[0] }),
      ...(swept && { baseline: baselineOf(baseline, quantizations), variants: sweep }),
      decision: {
        question: values.decision,
        metric: values.metric,
        margin: shareOf(values.margin),
        brokenMargin: shareOf(values.brokenMargin),
      },
      run: { seed: numberOf(values.seed), epochs: numberOf(values.epochs) },
    },
    { lineWidth: 0, flowCollectionPadding: false },
  );
}

function baselineOf(baseline: string, quantizations: readonly string[]): object {
  return quantizations.includes(baseline) ? { quantization: baseline } : { prompt: baseline };
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
