import { expect, test } from 'vitest';
import { certainFront } from './accuracy-scatter.ts';

const points = [
  { across: 8, low: 0.94 },
  { across: 2, low: 0.92 },
  { across: 4, low: 0.91 },
  { across: 5, low: 0.95 },
];

test('the front rises where a dearer variant is surely more accurate than all cheaper ones, and runs to the end of the axis', () => {
  expect(certainFront(points, { cheap: 'low', domain: [1, 10] })).toEqual([
    { across: 2, low: 0.92 },
    { across: 5, low: 0.95 },
    { across: 10, low: 0.95 },
  ]);
});

test('where more is better, as with speed, it begins at the other end', () => {
  expect(certainFront(points, { cheap: 'high', domain: [1, 10] })).toEqual([
    { across: 8, low: 0.94 },
    { across: 5, low: 0.95 },
    { across: 1, low: 0.95 },
  ]);
  expect(certainFront([], { cheap: 'low', domain: [1, 10] })).toEqual([]);
});
