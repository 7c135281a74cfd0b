import { AssayError, usageError } from '../core/errors.ts';
import { selectDocuments } from '../datasets/select-documents.ts';
import type { TrueValue } from '../invoices/truth.ts';
import type { Prompt } from '../spec/prompt.ts';
import type { Spec } from '../spec/spec.ts';
import type { PromptExample, PromptTemplate } from '../stages/prompt.ts';
import { openSpecDataset } from '../tasks/open-spec-dataset.ts';

/** The split that examples come from, and no other. */
export const EXAMPLE_SPLIT = 'train';

/** Of so many documents of the split the examples are drawn. */
const CANDIDATES = 2000;

/**
 * The prompt with the documents that it shows as examples, drawn from the train split by the seed of the run; as it is when
 * it shows none. Throws `PROMPT_EXAMPLES` when the dataset has no train split, when that is the split that is measured, or
 * when it has too few documents.
 */
export async function loadExamples(
  prompt: Prompt,
  { dataset, task, run }: Pick<Spec, 'dataset' | 'task' | 'run'>,
): Promise<PromptTemplate & Prompt> {
  const { examples: count = 0, ...rest } = prompt;
  if (count === 0) return { ...rest };
  const refuse = (what: string, hint: string) =>
    usageError('PROMPT_EXAMPLES', `prompt "${prompt.id}" shows ${count} examples, but ${what}`, hint);
  if (dataset.split === EXAMPLE_SPLIT)
    throw refuse(`the split "${EXAMPLE_SPLIT}" itself is measured`, 'measure another split');
  const train = await openSpecDataset({ dataset, ...(task && { task }) }, EXAMPLE_SPLIT).catch((cause: unknown) => {
    if (!(cause instanceof AssayError)) throw cause;
    throw refuse(`${dataset.name} has no split "${EXAMPLE_SPLIT}"`, 'use a prompt without examples, or add that split');
  });
  if (train.ids.length < count)
    throw refuse(`the split "${EXAMPLE_SPLIT}" has ${train.ids.length} documents`, 'write a smaller number');
  const ids = selectDocuments(train.ids.slice(0, CANDIDATES), count, run.seed);
  const shown: PromptExample[] = [];
  for (const id of ids) {
    const { text, truth } = await train.load(id);
    shown.push({ text, fields: printedOf(truth.fields), lines: (truth.lines ?? []).map(printedOf) });
  }
  return { ...rest, shown };
}

/** What a perfect copy says. */
function printedOf(values: Readonly<Record<string, TrueValue>>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(values).map(([name, { printed, value }]) => [name, printed ?? value]));
}
