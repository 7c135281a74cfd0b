import { describe, expect, test } from 'vitest';
import { checkFit, type FitQuestion } from './prompt-fit.ts';

const asked: FitQuestion = {
  variant: 'mine',
  file: 'a.gguf',
  contextTokens: 500,
  prompts: [120, 300, 480],
  questionTokens: 60,
  answerTokens: 20,
  partTokens: 400,
  mostParts: 4,
};

describe('checkFit', () => {
  test('is silent where every document fits, whole or in parts', () => {
    expect(checkFit(asked)).toBeNull();
    expect(checkFit({ ...asked, prompts: [400, 60 + 4 * 340] })).toBeNull();
    expect(checkFit({ ...asked, prompts: [480], partTokens: Number.POSITIVE_INFINITY })).toBeNull();
  });

  test('says how many do not fit, with shortest and longest prompt, answer and context', () => {
    expect(checkFit({ ...asked, prompts: [120, 60 + 4 * 340 + 1, 2000] })).toBe(
      'mine: 2 of 3 documents do not fit with their answers and will fail or be cut off: the context of its model holds 500 tokens; the shortest prompt takes 120, the longest 2000, an answer at least 20; more than 4 parts of 400 would be needed',
    );
    expect(checkFit({ ...asked, prompts: [480, 481], partTokens: Number.POSITIVE_INFINITY })).toContain(
      '1 of 2 documents do not fit',
    );
  });

  test.each([
    [{ prompts: [481, 600], partTokens: Number.POSITIVE_INFINITY }, /no document in parts/],
    [{ contextTokens: 64, partTokens: 51, questionTokens: 40 }, /a part of 51 has no room beside the question of 40/],
    [{ contextTokens: 64, partTokens: 51, questionTokens: 20 }, /a part of 51 leaves no room for an answer/],
    [{ prompts: [5000, 6000] }, /more than 4 parts of 400/],
  ])('refuses a model that no document fits, with figures and why: %#', (given, why) => {
    const question = { ...asked, ...given };
    expect(() => checkFit(question)).toThrow(
      expect.objectContaining({
        code: 'MODEL_CONTEXT_TOO_SHORT',
        exitCode: 3,
        message: expect.stringMatching(why) as string,
        hint: expect.stringMatching(/longer context/) as string,
      }),
    );
    expect(() => checkFit(question)).toThrow(
      `the shortest prompt takes ${Math.min(...question.prompts)}, the longest ${Math.max(...question.prompts)}, an answer at least 20`,
    );
  });
});
