import type { EngineInternals } from './engine-internals.ts';

export interface SequencesOptions {
  width: number;
  /** Most tokens in one batch. */
  batchTokens: number;
  /** Length of the beginning that all prompts share; 0 for none. */
  sharedTokens: number;
}

/** What the sequences of a context hold between two prompts: nothing, or the beginning that all prompts share. */
export interface Sequences {
  /**
   * Evaluates a prompt but for its last token. Where the prompt begins with the shared tokens, every one of them equal,
   * only the rest is evaluated.
   */
  fill(sequence: number, tokens: readonly number[], onProgress: () => void): Promise<void>;
  /** Forgets all but the shared tokens, and says how many are left. */
  reset(sequence: number): number;
}

/**
 * The shared tokens are those of the first prompt. They are evaluated once, in a batch of their own, and copied into every
 * sequence; from then on a sequence is cut back to them. A prompt that begins otherwise is evaluated whole.
 */
export function makeSequences(engine: EngineInternals, options: SequencesOptions): Sequences {
  const { width, batchTokens, sharedTokens } = options;
  const { context } = engine;
  const holds: boolean[] = Array.from({ length: width }, () => false);
  let shared: readonly number[] | null = null;

  const evaluate = async (
    sequence: number,
    { tokens, from, to }: { tokens: readonly number[]; from: number; to: number },
    onProgress: () => void,
  ): Promise<void> => {
    for (let start = from; start < to; start += batchTokens) {
      // One sequence per batch: mixed lengths would be split into several passes anyway.
      const chunk = tokens.slice(start, Math.min(to, start + batchTokens));
      context.initBatch(chunk.length);
      context.addToBatch(sequence, start, Uint32Array.from(chunk), new Uint32Array(0));
      await context.decodeBatch();
      onProgress();
    }
  };
  const reset = (sequence: number): number => {
    if (holds[sequence] === true && context.removeTokenCellsFromSequence(sequence, sharedTokens, -1))
      return sharedTokens;
    holds[sequence] = false;
    context.disposeSequence(sequence);
    return 0;
  };
  /** Gives the sequence the shared tokens; the first time, every other sequence as well. */
  const share = async (sequence: number, tokens: readonly number[], onProgress: () => void): Promise<void> => {
    await evaluate(sequence, { tokens, from: 0, to: sharedTokens }, onProgress);
    holds[sequence] = true;
    if (shared !== null) return;
    shared = tokens.slice(0, sharedTokens);
    for (let other = 0; other < width; other += 1) {
      if (other === sequence) continue;
      await context.copySequenceStateFromOtherSequence(other, sequence);
      holds[other] = true;
    }
  };

  return {
    reset,
    async fill(sequence, tokens, onProgress) {
      const to = tokens.length - 1;
      let from = reset(sequence);
      const shares =
        sharedTokens > 0 && to >= sharedTokens && (shared?.every((token, place) => token === tokens[place]) ?? true);
      if (shares && from === 0) {
        await share(sequence, tokens, onProgress);
        from = sharedTokens;
      } else if (!shares && from > 0) {
        holds[sequence] = false;
        context.disposeSequence(sequence);
        from = 0;
      }
      await evaluate(sequence, { tokens, from, to }, onProgress);
    },
  };
}
