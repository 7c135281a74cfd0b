import { environmentError } from '../core/errors.ts';

/** What a variant asks of its model's context, in tokens. */
export interface FitQuestion {
  variant: string;
  /** The model whose context is the shortest. */
  file: string;
  contextTokens: number;
  /** By document, the least that its first prompt takes. */
  prompts: readonly number[];
  /** The question about a document without text. */
  questionTokens: number;
  /** The shortest answer that says something. */
  answerTokens: number;
  /** A longer prompt is asked in parts of this length; infinite where none is. */
  partTokens: number;
  /** A document of more parts fails. */
  mostParts: number;
}

/** Fewer tokens of a document in a part are not worth asking about. */
const LEAST_TEXT_TOKENS = 16;

/**
 * What must be said before decoding about documents that cannot fit into a model's context with the shortest of answers; `null`
 * where all may fit.
 * @throws AssayError MODEL_CONTEXT_TOO_SHORT (exit 3) when none can.
 */
export function checkFit(question: FitQuestion): string | null {
  const { variant, file, contextTokens, prompts, answerTokens } = question;
  const unfit = prompts.filter((tokens) => !mayFit(tokens, question)).length;
  if (unfit === 0) return null;
  const shortest = prompts.reduce((a, b) => Math.min(a, b));
  const longest = prompts.reduce((a, b) => Math.max(a, b));
  const figures = `holds ${contextTokens} tokens; the shortest prompt takes ${shortest}, the longest ${longest}, an answer at least ${answerTokens}`;
  const parts = sayParts(question);
  if (unfit === prompts.length)
    throw environmentError(
      'MODEL_CONTEXT_TOO_SHORT',
      `${file}: no document fits: its context ${figures}${parts}`,
      'Use a model with a longer context, ask for fewer fields per call (`- prompt: {fieldsPerCall: 1}`), or take shorter documents',
    );
  return `${variant}: ${unfit} of ${prompts.length} documents do not fit with their answers and will fail or be cut off: the context of its model ${figures}${parts}`;
}

function mayFit(tokens: number, question: FitQuestion): boolean {
  const { contextTokens, questionTokens, answerTokens, partTokens, mostParts } = question;
  if (tokens <= partTokens) return tokens + answerTokens <= contextTokens;
  const text = partTokens - questionTokens;
  // The more parts the more of them repeat the end of another: this many are needed at the least.
  const parts = Math.ceil((tokens - questionTokens) / text);
  return text >= LEAST_TEXT_TOKENS && partTokens + answerTokens <= contextTokens && parts <= mostParts;
}

function sayParts({ partTokens, questionTokens, answerTokens, contextTokens, mostParts }: FitQuestion): string {
  if (partTokens === Number.POSITIVE_INFINITY) return '; its pipeline reads no document in parts';
  if (partTokens - questionTokens < LEAST_TEXT_TOKENS)
    return `; a part of ${partTokens} has no room beside the question of ${questionTokens}`;
  if (partTokens + answerTokens > contextTokens) return `; a part of ${partTokens} leaves no room for an answer`;
  return `; more than ${mostParts} parts of ${partTokens} would be needed`;
}
