import { expect, test } from 'vitest';
import { lookUpDraft } from './prompt-lookup.ts';

test('guesses what followed the longest run of tokens that stands elsewhere, the latest place first', () => {
  // 1 2 3 stands once, 2 3 once more later, 3 alone last.
  expect(lookUpDraft([1, 2, 3, 10, 11, 2, 3, 20, 3, 30, 1, 2, 3], 2)).toEqual([10, 11]);
  expect(lookUpDraft([9, 2, 3, 20, 8, 2, 3, 21, 7, 2, 3], 2)).toEqual([21, 7]);
  expect(lookUpDraft([3, 30, 3, 31, 8, 3], 1)).toEqual([31]);
});

test('guesses no more than is asked for or known, and nothing where nothing stands twice', () => {
  expect(lookUpDraft([4, 5, 4], 9)).toEqual([5, 4]);
  expect(lookUpDraft([4, 4], 9)).toEqual([4]);
  expect(lookUpDraft([1, 2, 3], 4)).toEqual([]);
  expect(lookUpDraft([7], 4)).toEqual([]);
  expect(lookUpDraft([1, 2, 1], 0)).toEqual([]);
});
