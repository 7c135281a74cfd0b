import { expect, test } from 'vitest';
import { KeptDraws } from './kept-draws.ts';

test('draws serve again until there are too many of them', () => {
  const kept = new KeptDraws(5);
  kept.keep('a', Uint8Array.of(1, 2));
  kept.keep('b', Uint8Array.of(3, 4));
  expect([kept.get('a'), kept.get('b')]).toEqual([Uint8Array.of(1, 2), Uint8Array.of(3, 4)]);
  kept.keep('c', Uint8Array.of(5, 6));
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([undefined, undefined, Uint8Array.of(5, 6)]);
});
