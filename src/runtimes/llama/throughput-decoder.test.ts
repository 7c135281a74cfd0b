import { describe, expect, test } from 'vitest';
import { makeThroughputDecoder } from './throughput-decoder.ts';
import { makeEngine, prompt, settings, vocabulary } from '../../../tests/support/fake-engine.ts';

const silent = (): void => {};
const lengths = (answers: { tokens: number[] }[]): number[] => answers.map(({ tokens }) => tokens.length);

describe('the throughput decoder', () => {
  test('answers more prompts than it has slots, in their order', async () => {
    const decoder = makeThroughputDecoder(makeEngine().engine, vocabulary, settings);
    const wanted = [3, 9, 1, 4, 7, 2, 8, 5, 6, 1];
    const answers = await decoder.decode(
      wanted.map((answer) => prompt(answer, 5)),
      silent,
    );
    expect(lengths(answers)).toEqual(wanted);
  });

  test('refills a slot at once: every step is full, without a hole, as long as prompts wait', async () => {
    const { engine, batches } = makeEngine();
    // A prompt of 6 tokens takes a batch of 4 and one of 1; a step of 4 sequences has 4 different ids.
    await makeThroughputDecoder(engine, vocabulary, settings).decode(
      [5, 1, 1, 1, 3, 1, 2, 4].map((answer) => prompt(answer, 6)),
      silent,
    );
    const steps = batches.filter((batch) => new Set(batch).size > 1);
    for (const batch of steps) expect(batch).toEqual([...batch.keys()]);
    const full = steps.findLastIndex((batch) => batch.length === settings.width);
    expect(steps.slice(0, full + 1).every((batch) => batch.length === settings.width)).toBe(true);
    // Two cohorts, one after the other, would take the steps of their longest answers and their ends: 6 + 5.
    expect(steps.length).toBeLessThan(11);
  });

  test('mixes calls: the second takes the slots that the first leaves free, and each resolves by itself', async () => {
    const { engine, memory } = makeEngine();
    const decoder = makeThroughputDecoder(engine, vocabulary, settings);
    const ended: string[] = [];
    const long = decoder.decode([prompt(9), prompt(1)], silent).then((answers) => {
      ended.push('long');
      return answers;
    });
    const short = decoder.decode([prompt(2), prompt(1), prompt(3)], silent).then((answers) => {
      ended.push('short');
      return answers;
    });
    expect(lengths(await long)).toEqual([9, 1]);
    expect(lengths(await short)).toEqual([2, 1, 3]);
    expect(ended).toEqual(['short', 'long']);
    expect(memory.size).toBe(0);
    expect(lengths(await decoder.decode([prompt(4)], silent))).toEqual([4]);
  });

  test('takes a call at whatever moment the last one ends', async () => {
    const decoder = makeThroughputDecoder(makeEngine().engine, vocabulary, settings);
    for (let delay = 0; delay < 40; delay += 1) {
      const first = decoder.decode([prompt(1)], silent);
      for (let tick = 0; tick < delay; tick += 1) await Promise.resolve();
      expect(lengths(await decoder.decode([prompt(2)], silent))).toEqual([2]);
      expect(lengths(await first)).toEqual([1]);
    }
  });

  test('hands a failure of the engine to every call that waits', async () => {
    const { engine } = makeEngine();
    engine.context.decodeBatch = async () => {
      throw new Error('Eval has failed');
    };
    const decoder = makeThroughputDecoder(engine, vocabulary, settings);
    const calls = [decoder.decode([prompt(1)], silent), decoder.decode([prompt(2)], silent)];
    for (const result of await Promise.allSettled(calls)) expect(result).toMatchObject({ status: 'rejected' });
  });
});
