import type { Generation } from '../runtimes/runtime.ts';

const CLOSING = '</think>';
const OPENING = /^\s*<think>/;

/** A thinking model's words before its answer. */
export interface Reasoning {
  /** Where the answer begins, in UTF-16 units; 0 where the model did not think aloud. */
  end: number;
  /** It was never closed: all of the text is reasoning. */
  open: boolean;
}

/** Finds the block of reasoning at the beginning of an answer. Templates that open the block themselves leave only its end. */
export function findReasoning(text: string): Reasoning {
  const closing = text.lastIndexOf(CLOSING);
  if (closing !== -1) return { end: closing + CLOSING.length, open: false };
  return OPENING.test(text) ? { end: text.length, open: true } : { end: 0, open: false };
}

/** The answer behind its reasoning. */
export function withoutReasoning(text: string): string {
  return text.slice(findReasoning(text).end);
}

/**
 * How many of a generation's tokens are reasoning: those that begin before the block's end. `null` where there is a block and
 * the runtime does not tell which text each token stands for.
 */
export function countReasoningTokens(generation: Generation): number | null {
  if (generation.kind === 'refused') return 0;
  const { text, outputTokens, tokenLengths } = generation;
  const { end, open } = findReasoning(text);
  if (end === 0) return 0;
  if (open) return outputTokens;
  if (tokenLengths === undefined) return null;
  let units = 0;
  let tokens = 0;
  while (tokens < tokenLengths.length && units < end) {
    units += tokenLengths[tokens] as number;
    tokens += 1;
  }
  return tokens;
}
