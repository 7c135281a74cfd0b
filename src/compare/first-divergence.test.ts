import { expect, test } from 'vitest';
import type { ScoredRecord } from '../records/record.ts';
import { firstDivergence } from './first-divergence.ts';

function answer(pieces: string[], hash: string, withTokens = true): ScoredRecord {
  const tokens = { lengths: pieces.map(({ length }) => length), logProbabilities: pieces.map(() => 0) };
  return { output: pieces.join(''), tokensHash: hash, ...(withTokens && { tokens }) } as unknown as ScoredRecord;
}

test('equal token ids never diverge', () => {
  expect(firstDivergence(answer(['a', 'b'], 'x'), answer(['a', 'b'], 'x'))).toBeNull();
});

test('the first token with another text is counted, not its first character', () => {
  const found = firstDivergence(answer(['{"n":"', '12', '"}'], 'x'), answer(['{"n":"', '13', '"}'], 'y'));
  expect(found).toEqual({ place: 1, unit: 'token' });
});

test('an answer that ends earlier diverges where it ends', () => {
  expect(firstDivergence(answer(['a'], 'x'), answer(['a', 'b'], 'y'))).toEqual({ place: 1, unit: 'token' });
});

test('records without tokens are compared by characters', () => {
  const found = firstDivergence(answer(['ab', 'c'], 'x', false), answer(['ab', 'd'], 'y'));
  expect(found).toEqual({ place: 2, unit: 'character' });
});
