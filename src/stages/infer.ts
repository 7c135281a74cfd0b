import type { FinishReason, Generation } from '../runtimes/runtime.ts';

/** What the later stages need of a generation. */
export type Answer = { kind: 'answered'; text: string; finish: FinishReason } | { kind: 'failed'; reason: string };

/** The answer inside a generation; a prompt that the runtime refused is a failure of this document. */
export function answerOf(generation: Generation): Answer {
  return generation.kind === 'refused'
    ? { kind: 'failed', reason: generation.reason }
    : { kind: 'answered', text: generation.text, finish: generation.finish };
}
