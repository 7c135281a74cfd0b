import { describe, expect, test } from 'vitest';
import type { PromptTokens } from './decoding.ts';
import type { EngineInternals } from './engine-internals.ts';
import type { CopyGuide } from './extractive/copy-guide.ts';
import { makeLockstepDecoder } from './lockstep-decoder.ts';
import { CLOSE, makeEngine, prompt, settings, vocabulary } from '../../../tests/support/fake-engine.ts';

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

  test('takes the likeliest token that the guide leaves, with its raw log-probability, when that refuses the greedy one', async () => {
    const { engine } = makeEngine([CLOSE]);
    const accepted: number[] = [];
    // Token 3 is the greedy one of the second step; the end and CLOSE are refused, so 2 is left.
    const guide = {
      allows: (token: number) => token !== 3 && token !== 0,
      accept: (token: number) => accepted.push(token),
    };
    const makeGuide = () => guide as unknown as CopyGuide;
    const [answer] = await decode(engine, [prompt(2, 6, { grammar: {}, makeGuide, maxTokens: 2 })]);
    expect(answer?.tokens).toEqual([2, 2]);
    expect(answer?.logProbabilities[1]).toBeCloseTo(-2, 12);
    expect(accepted).toEqual([2, 2]);
  });

  test('ends an answer where grammar and guide leave no token', async () => {
    const guide = { allows: () => false, accept: () => {} };
    const makeGuide = () => guide as unknown as CopyGuide;
    const [answer] = await decode(makeEngine().engine, [prompt(2, 6, { grammar: {}, makeGuide })]);
    expect(answer?.tokens).toEqual([]);
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

  test('with guesses gives the same answers in fewer steps, in batches of equally many tokens for every sequence', async () => {
    const prompts = [prompt(12, 6), prompt(1, 9), prompt(9, 8)];
    const plain = makeEngine();
    const expected = await decode(plain.engine, prompts);
    const guessing = makeEngine();
    const decoder = makeLockstepDecoder(guessing.engine, vocabulary, { ...settings, draftTokens: 3 });
    const answers = await decoder.decode(prompts, () => {});
    const read = ({ tokens, logProbabilities, finish }: (typeof answers)[number]) => ({
      tokens,
      logProbabilities,
      finish,
    });
    expect(answers.map(read)).toEqual(expected.map(read));
    expect(guessing.memory.size).toBe(0);
    // Its answers repeat 2 3 4: from the second round on every guess stands.
    const [steps, plainSteps] = [guessing, plain].map(({ batches }) => batches.slice(6));
    expect(steps?.length).toBeLessThan((plainSteps?.length ?? 0) / 1.5);
    for (const batch of steps ?? []) {
      const counts = [...new Set(batch)].map((id) => batch.filter((other) => other === id).length);
      expect(new Set(counts).size).toBe(1);
      expect([...new Set(batch)]).toEqual([...new Set(batch)].map((_, id) => id));
    }
  });

  test('guesses no further than the context and the limit of tokens reach', async () => {
    const guess = (engine: EngineInternals) => makeLockstepDecoder(engine, vocabulary, { ...settings, draftTokens: 9 });
    const cases = [
      [prompt(15, 30, { maxTokens: 99 })],
      [prompt(9, 6, { maxTokens: 5 })],
      [prompt(1, 31), prompt(12, 4)],
    ];
    for (const prompts of cases) {
      const answers = await guess(makeEngine().engine).decode(prompts, () => {});
      const expected = await decode(makeEngine().engine, prompts);
      expect(answers.map(({ tokens, finish }) => [tokens, finish])).toEqual(
        expected.map(({ tokens, finish }) => [tokens, finish]),
      );
    }
  });

  test('takes of a guess only what grammar and guide were asked about, and they hear of nothing else', async () => {
    const { engine } = makeEngine([3]);
    const heard: number[] = [];
    const accept = (_state: object, token: number) => void heard.push(token);
    const decoder = makeLockstepDecoder({ ...engine, accept }, vocabulary, { ...settings, draftTokens: 3 });
    const [answer] = await decoder.decode([prompt(5, 6, { grammar: {} })], () => {});
    expect(answer?.tokens).toEqual([2, CLOSE]);
    expect(heard).toEqual([2]);
  });

  test('evaluates shared tokens once, and only the rest of every prompt from then on', async () => {
    const { engine, batches, memory } = makeEngine();
    const decoder = makeLockstepDecoder(engine, vocabulary, { ...settings, sharedTokens: 3 });
    const cohort = [prompt(2, 6), prompt(1, 7)];
    const first = await decoder.decode(cohort, () => {});
    // The longer prompt has sequence 0; the shared tokens are a batch of their own, and then come the two rests.
    expect(batches.slice(0, 3)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [1, 1],
    ]);
    expect([...memory.values()]).toEqual(Array.from({ length: settings.width }, () => [5, 5, 5]));
    batches.length = 0;
    expect((await decoder.decode(cohort, () => {})).map(({ tokens }) => tokens)).toEqual(
      first.map(({ tokens }) => tokens),
    );
    expect(batches.slice(0, 2)).toEqual([
      [0, 0, 0],
      [1, 1],
    ]);
  });

  test('evaluates a prompt whole that begins otherwise, although it was told to share', async () => {
    const { engine, batches } = makeEngine();
    const decoder = makeLockstepDecoder(engine, vocabulary, { ...settings, sharedTokens: 3 });
    const other = { ...prompt(2, 6), tokens: [5, 6, 5, 5, 5, 12] };
    await decoder.decode([prompt(1, 6)], () => {});
    batches.length = 0;
    const [answer] = await decoder.decode([other], () => {});
    expect(answer?.tokens).toEqual([2, 3]);
    expect(batches.slice(0, 2)).toEqual([[0, 0, 0, 0], [0]]);
    batches.length = 0;
    await decoder.decode([prompt(1, 6)], () => {});
    expect(batches.slice(0, 2)).toEqual([
      [0, 0, 0],
      [0, 0],
    ]);
  });
});
