import { describe, expect, test } from 'vitest';
import type { PromptTokens, Vocabulary } from './decoding.ts';
import type { EngineInternals, NativeContext } from './engine-internals.ts';
import { makeLockstepDecoder } from './lockstep-decoder.ts';

const END = 0;
const CLOSE = 1;
/** Says how many tokens its sequence answers: a prompt that ends with 10 + n is answered by n tokens and the end. */
const lengthOf = (last: number): number => last - 10;

/** An engine in memory: it keeps what every sequence holds, and every batch that it was given. */
function makeEngine(refused: number[] = []): {
  engine: EngineInternals;
  batches: number[][];
  memory: Map<number, number[]>;
} {
  const memory = new Map<number, number[]>();
  const batches: number[][] = [];
  const rows: number[] = [];
  const next = (sequence: number): number => {
    const held = memory.get(sequence) ?? [];
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
      return logits.map(() => rows.push(sequence) - 1);
    },
    decodeBatch: async () => {},
    async sampleToken(logit, sampler, _probabilities, _confidence, filter) {
      const token = next(rows[logit] as number);
      if (filter !== false) return [token, null, null, filter[0].flatMap((id) => [id, id === token ? 3 : 2]), Math.E];
      return ['forced' in sampler ? CLOSE : token, null, null, undefined, 2];
    },
    disposeSequence: (sequence) => void memory.delete(sequence),
    copySequenceStateFromOtherSequence: async () => 0,
  };
  const engine: EngineInternals = {
    context,
    makeGreedySampler: (state) => ({ ...(state && { forced: true }), applyConfig() {}, dispose() {} }),
    allows: (_state, token) => !refused.includes(token),
    accept() {},
  };
  return { engine, batches, memory };
}

const vocabulary: Vocabulary = {
  endToken: END,
  isEnd: (token) => token === END,
  closesObject: (token) => token === CLOSE,
  makeGrammarState: () => ({}),
  readText: String,
};
const settings = { width: 4, contextTokens: 32, batchTokens: 4 };
const prompt = (answer: number, length = 6, more: Partial<PromptTokens> = {}): PromptTokens => ({
  tokens: [...Array.from({ length: length - 1 }, () => 5), 10 + answer],
  maxTokens: 20,
  grammar: null,
  ...more,
});
const decode = (engine: EngineInternals, prompts: PromptTokens[]) =>
  makeLockstepDecoder(engine, vocabulary, settings).decode(prompts, () => {});

describe('the lockstep decoder', () => {
  test('answers in the order of the prompts, each until the model ends', async () => {
    const answers = await decode(makeEngine().engine, [prompt(1, 3), prompt(4, 9), prompt(2, 6)]);
    expect(answers.map(({ tokens }) => tokens)).toEqual([[2], [2, 3, 4, 2], [2, 3]]);
    expect(answers.every(({ finish }) => finish === 'stop')).toBe(true);
  });

  test('makes every step one batch over the sequence ids from 0 without a hole', async () => {
    const { engine, batches } = makeEngine();
    // The longest prompt gets id 0 and ends first: its slot must stay filled.
    await decode(engine, [prompt(1, 9), prompt(6, 8), prompt(3, 7)]);
    const prefills = 3 * 2;
    for (const batch of batches.slice(prefills)) expect(batch).toEqual([...batch.keys()]);
    expect(batches.slice(prefills).map((batch) => batch.length)).toEqual([3, 3, 3, 3, 2, 2, 2]);
  });

  test('prefills in batches no longer than the limit, one sequence at a time', async () => {
    const { engine, batches } = makeEngine();
    await decode(engine, [prompt(1, 10), prompt(1, 4)]);
    expect(batches.slice(0, 4)).toEqual([[0, 0, 0, 0], [0, 0, 0, 0], [0], [1, 1, 1]]);
  });

  test('leaves no sequence behind in memory', async () => {
    const { engine, memory } = makeEngine();
    await decode(engine, [prompt(3), prompt(1)]);
    expect(memory.size).toBe(0);
  });

  test('gives the raw log-probability of the greedy token: -ln of the sum of exp(logit - highest)', async () => {
    const [answer] = await decode(makeEngine().engine, [prompt(2)]);
    expect(answer?.logProbabilities).toEqual([-Math.log(2), -Math.log(2)]);
  });

  test('takes the token that the grammar leaves, with its raw log-probability, when it refuses the greedy one', async () => {
    const { engine } = makeEngine([3]);
    const [answer] = await decode(engine, [prompt(5, 6, { grammar: {} })]);
    expect(answer?.tokens).toEqual([2, CLOSE]);
    // Logit 2 against 3 for the greedy token, total weight e: 2 - 3 - ln e.
    expect(answer?.logProbabilities[1]).toBeCloseTo(-2, 12);
    expect(answer?.finish).toBe('stop');
  });

  test('ends with "length" at the limit of tokens, and at the end of the context', async () => {
    const short = await decode(makeEngine().engine, [prompt(9, 6, { maxTokens: 3 })]);
    expect(short[0]).toMatchObject({ tokens: [2, 3, 4], finish: 'length' });
    const full = await decode(makeEngine().engine, [prompt(15, 30, { maxTokens: 99 })]);
    expect(full[0]?.finish).toBe('length');
    expect(full[0]?.tokens.length).toBe(3);
  });

  test('begins an ended sequence anew before its throw-away tokens outgrow the context', async () => {
    const answers = await decode(makeEngine().engine, [prompt(1, 31), prompt(12, 4)]);
    expect(answers[1]?.tokens.length).toBe(12);
  });
});
