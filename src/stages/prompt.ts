import { usageError } from '../core/errors.ts';
import type { GenerationRequest } from '../runtimes/runtime.ts';
import { LINES_KEY } from './parse.ts';

/** A versioned prompt. `{document}` and `{fields}` in the contents are filled in; other braces are left alone. */
export interface PromptTemplate {
  id: string;
  version: string | number;
  messages: readonly { role: 'system' | 'user' | 'assistant'; content: string }[];
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
  const parts: Readonly<Record<string, string>> = {
    document: input.documentText,
    fields: listFields(input.fields, input.lineFields),
  };
  const lines = input.lineFields === undefined ? {} : { lines: [...input.lineFields] };
  return {
    messages: template.messages.map(({ role, content }) => ({
      role,
      content: content.replace(PLACEHOLDER, (_match, name: string) => parts[name] as string),
    })),
    maxTokens: input.maxTokens,
    shape: input.grammar ? { keys: [...input.fields], ...lines } : null,
    question: {
      documentText: input.documentText,
      fields: [...input.fields],
      ...(input.lineFields === undefined ? {} : { lineFields: [...input.lineFields] }),
    },
  };
}
