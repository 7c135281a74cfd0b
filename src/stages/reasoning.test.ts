import { describe, expect, test } from 'vitest';
import type { Generation } from '../runtimes/runtime.ts';
import { countReasoningTokens, withoutReasoning } from './reasoning.ts';

const generated = (pieces: string[], tells = true): Generation => ({
  kind: 'generated',
  text: pieces.join(''),
  finish: 'stop',
  promptTokens: 10,
  outputTokens: pieces.length,
  logProbabilities: pieces.map(() => -0.1),
  tokens: pieces.map((_piece, index) => index),
  ...(tells && { tokenLengths: pieces.map((piece) => piece.length) }),
  firstTokenMs: 1,
  totalMs: 2,
});

describe('the tokens of reasoning', () => {
  test.each([
    ['none where the answer comes at once', ['{', '"a"', ':', 'null', '}'], 0],
    ['those of the block with its marks', ['<think>', 'the', ' total', '</think>', '\n', '{', '}'], 4],
    ['those before the end, where the template opened the block', ['the', ' total', '</think>', '{}'], 3],
    ['that with the end of the block in it, too', ['<think>', 'so', '</th', 'ink>{', '}'], 4],
    ['all, where the block was never left', ['<think>', 'the', ' total'], 3],
    ['none where the mark stands in a value', ['{"a":"<think>"}'], 0],
  ])('are %s', (_name, pieces, tokens) => {
    expect(countReasoningTokens(generated(pieces))).toBe(tokens);
  });

  test('are not known where the runtime does not tell what each token stands for', () => {
    expect(countReasoningTokens(generated(['<think>', 'so', '</think>', '{}'], false))).toBeNull();
    expect(countReasoningTokens(generated(['{}'], false))).toBe(0);
    expect(countReasoningTokens({ kind: 'refused', reason: 'too long', promptTokens: 9 })).toBe(0);
  });
});

test('an answer that is shown to the model again is shown without its reasoning', () => {
  expect(withoutReasoning('<think>{"a": 1}</think>{"a": 2}')).toBe('{"a": 2}');
  expect(withoutReasoning('{"a": 2}')).toBe('{"a": 2}');
});
