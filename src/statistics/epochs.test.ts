import { expect, test } from 'vitest';
import { collapseEpochs, varianceParts } from './epochs.ts';

test('gives every document one number, however often it ran', () => {
  expect(collapseEpochs([[1, 0, 1, 0], [0.5], [0.2, 0.4]])).toEqual(Float64Array.of(0.5, 0.5, 0.30000000000000004));
  expect(() => collapseEpochs([[1], []])).toThrow('epochs of document 1');
});

test('tells the noise of a repeat from the spread of documents', () => {
  expect(
    varianceParts([
      [0, 0],
      [1, 1],
      [2, 2],
    ]),
  ).toEqual({ documents: 1, noise: 0 });
  expect(
    varianceParts([
      [0, 1],
      [0, 1],
      [1, 0],
    ]),
  ).toEqual({ documents: 0, noise: 0.5 });
  expect(() => varianceParts([[1], [2]])).toThrow('epochs is 1');
});
