import type { NativeContext } from './engine-internals.ts';

/**
 * Evaluates every prompt but its last token, sequence by sequence, in batches of at most `batchTokens`.
 * A batch holds one sequence: mixed lengths would be split into several passes anyway.
 */
export async function prefillPrompts(
  context: NativeContext,
  prompts: number[][],
  batchTokens: number,
  onProgress: () => void,
): Promise<void> {
  for (const [sequence, tokens] of prompts.entries()) {
    const end = tokens.length - 1;
    for (let start = 0; start < end; start += batchTokens) {
      const chunk = tokens.slice(start, Math.min(end, start + batchTokens));
      context.initBatch(chunk.length);
      context.addToBatch(sequence, start, Uint32Array.from(chunk), new Uint32Array(0));
      await context.decodeBatch();
      onProgress();
    }
  }
}
