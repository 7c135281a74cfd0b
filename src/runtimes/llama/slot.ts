import type { CopyGuide } from './extractive/copy-guide.ts';
import type { DecodedAnswer, PromptTokens, Vocabulary } from './decoding.ts';

/** A prompt on its way through one sequence of the context. Its place in the list of slots is the sequence's id. */
export interface Slot extends DecodedAnswer {
  prompt: PromptTokens;
  grammarState: object | null;
  guide: CopyGuide | null;
  /** Prompt and answer so far; its last token is the one that is fed next. */
  text: number[];
  /** Tokens that the sequence holds. */
  position: number;
  done: boolean;
  /** When the wait for its first token began, on the clock of `performance.now`. */
  startedMs: number;
}

/** A slot whose prompt is evaluated up to its last token, which the first step feeds for all sequences together. */
export function makeSlot(prompt: PromptTokens, vocabulary: Vocabulary, startedMs: number): Slot {
  return {
    prompt,
    grammarState: prompt.grammar === null ? null : vocabulary.makeGrammarState(prompt.grammar),
    guide: prompt.makeGuide?.() ?? null,
    text: [...prompt.tokens],
    position: prompt.tokens.length - 1,
    done: false,
    startedMs,
    tokens: [],
    logProbabilities: [],
    finish: 'stop',
    firstTokenMs: 0,
    totalMs: 0,
  };
}

export function readAnswer({ tokens, logProbabilities, finish, queueMs, firstTokenMs, totalMs }: Slot): DecodedAnswer {
  return { tokens, logProbabilities, finish, firstTokenMs, totalMs, ...(queueMs !== undefined && { queueMs }) };
}
