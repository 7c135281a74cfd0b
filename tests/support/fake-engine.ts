import { expect } from 'vitest';
import type { PromptTokens, Vocabulary } from '../../src/runtimes/llama/decoding.ts';
import type { EngineInternals, NativeContext } from '../../src/runtimes/llama/engine-internals.ts';

const END = 0;
export const CLOSE = 1;
/** Says how many tokens its sequence answers: a prompt that ends with 10 + n is answered by n tokens and the end. */
const lengthOf = (last: number): number => last - 10;

/** An engine in memory: it keeps what every sequence holds, and every batch that it was given. */
export function makeEngine(refused: number[] = []): {
  engine: EngineInternals;
  batches: number[][];
  memory: Map<number, number[]>;
} {
  const memory = new Map<number, number[]>();
  const batches: number[][] = [];
  /** What its sequence held up to every token whose logits were asked for. */
  const rows: number[][] = [];
  const next = (held: readonly number[]): number => {
    const start = held.findLastIndex((token) => token >= 10);
    const said = held.length - 1 - start;
    return said < lengthOf(held[start] ?? 10) ? 2 + (said % 3) : END;
  };
  const context: NativeContext = {
    initBatch: () => {
      batches.push([]);
      rows.length = 0;
    },
    addToBatch(sequence, position, tokens, logits) {
      const held = memory.get(sequence) ?? [];
      expect(position).toBe(held.length);
      memory.set(sequence, [...held, ...tokens]);
      batches.at(-1)?.push(...Array.from(tokens, () => sequence));
      return logits.map((at) => rows.push([...held, ...tokens].slice(0, position + at + 1)) - 1);
    },
    decodeBatch: async () => {},
    async sampleToken(logit, sampler, _probabilities, _confidence, filter) {
      const token = next(rows[logit] as number[]);
      if (filter !== false) {
        const top = [token, ...[END, CLOSE, 2, 3, 4].filter((id) => id !== token)].slice(0, filter[4]);
        const pairs = [...filter[0], ...top].flatMap((id) => [id, id === token ? 3 : 2]);
        return [token, null, null, pairs, Math.E];
      }
      return ['forced' in sampler ? CLOSE : token, null, null, undefined, 2];
    },
    disposeSequence: (sequence) => void memory.delete(sequence),
    async copySequenceStateFromOtherSequence(target, source) {
      memory.set(target, [...(memory.get(source) ?? [])]);
      return 0;
    },
    removeTokenCellsFromSequence(sequence, start) {
      memory.set(sequence, (memory.get(sequence) ?? []).slice(0, start));
      return true;
    },
  };
  const engine: EngineInternals = {
    context,
    makeGreedySampler: (state) => ({ ...(state && { forced: true }), applyConfig() {}, dispose() {} }),
    allows: (_state, token) => !refused.includes(token),
    accept() {},
  };
  return { engine, batches, memory };
}

export const vocabulary: Vocabulary = {
  endToken: END,
  isEnd: (token) => token === END,
  closesObject: (token) => token === CLOSE,
  makeGrammarState: () => ({}),
  readText: String,
};
export const settings = { width: 4, contextTokens: 32, batchTokens: 4 };
export const prompt = (answer: number, length = 6, more: Partial<PromptTokens> = {}): PromptTokens => ({
  tokens: [...Array.from({ length: length - 1 }, () => 5), 10 + answer],
  maxTokens: 20,
  grammar: null,
  ...more,
});
