import { usageError } from '../core/errors.ts';
import type { GenerationRequest } from '../runtimes/runtime.ts';
import { LINES_KEY } from './parse.ts';

/** A versioned prompt. `{document}` and `{fields}` in the contents are filled in; other braces are left alone. */
export interface PromptTemplate {
  id: string;
  version: string | number;
  messages: readonly { role: 'system' | 'user' | 'assistant'; content: string }[];
  /** Whether the fields are asked from the last to the first. */
  order?: 'asked' | 'reversed' | undefined;
  /** Documents with their answers, shown as turns before the question. */
  shown?: readonly PromptExample[];
}

/** A document with what a perfect copy says about it. */
export interface PromptExample {
  text: string;
  fields: Readonly<Record<string, string | null>>;
  lines: readonly Readonly<Record<string, string | null>>[];
}

export interface PromptInput {
  documentText: string;
  /** Keys asked for, in order. */
  fields: readonly string[];
  /** Cells asked for in each line; no lines are asked for without. */
  lineFields?: readonly string[] | undefined;
  maxTokens: number;
  /** Whether a grammar holds the answer to a JSON object of these keys. */
  grammar: boolean;
  /** Whether it holds values to the document, too. */
  extractive?: boolean | undefined;
}

const PLACEHOLDER = /\{(document|fields)\}/g;

/** The keys as a prompt lists them: `a, b, lines(name, quantity)`. */
export function listFields(fields: readonly string[], lineFields?: readonly string[]): string {
  return [...fields, ...(lineFields === undefined ? [] : [`${LINES_KEY}(${lineFields.join(', ')})`])].join(', ');
}

/**
 * Fills a template: `{fields}` becomes the keys joined by ", ", lines last, `{document}` the text. One pass, so that a document that
 * contains `{fields}` stays as it is. Throws a usage error when the template never shows the document.
 */
export function renderPrompt(template: PromptTemplate, input: PromptInput): GenerationRequest {
  if (!template.messages.some(({ content }) => content.includes('{document}'))) {
    throw usageError(
      'PROMPT_WITHOUT_DOCUMENT',
      `prompt "${template.id}" has no {document} in any message`,
      'Put {document} where the text of the invoice belongs.',
    );
  }
  const keys = template.order === 'reversed' ? [...input.fields].reverse() : [...input.fields];
  const lines = input.lineFields === undefined ? {} : { lines: [...input.lineFields] };
  const asked = listFields(keys, input.lineFields);
  const turns = (documentText: string, from: PromptTemplate['messages']): GenerationRequest['messages'] => {
    const parts: Readonly<Record<string, string>> = { document: documentText, fields: asked };
    return from.map(({ role, content }) => ({
      role,
      content: content.replace(PLACEHOLDER, (_match, name: string) => parts[name] as string),
    }));
  };
  // What the model is told about itself stands once; examples repeat the rest.
  const system = template.messages.findIndex(({ role }) => role !== 'system');
  const opening = turns(input.documentText, template.messages.slice(0, system));
  const question = template.messages.slice(system);
  const shown = (template.shown ?? []).flatMap((example): GenerationRequest['messages'] => [
    ...turns(example.text, question),
    { role: 'assistant', content: answerTo(example, keys, input.lineFields) },
  ]);
  return {
    messages: [...opening, ...shown, ...turns(input.documentText, question)],
    maxTokens: input.maxTokens,
    shape: input.grammar ? { keys, ...lines, ...(input.extractive === true && { extractive: true }) } : null,
    question: {
      documentText: input.documentText,
      fields: [...input.fields],
      ...(input.lineFields === undefined ? {} : { lineFields: [...input.lineFields] }),
    },
  };
}

/** The answer that a perfect copy gives, in the form that the grammar holds. */
function answerTo(
  { fields, lines }: PromptExample,
  keys: readonly string[],
  lineFields: readonly string[] | undefined,
): string {
  const row = (values: Readonly<Record<string, string | null>>, names: readonly string[]): object =>
    Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  const rows = lineFields === undefined ? {} : { [LINES_KEY]: lines.map((line) => row(line, lineFields)) };
  return JSON.stringify({ ...row(fields, keys), ...rows });
}
