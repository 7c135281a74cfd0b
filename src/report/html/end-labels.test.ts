import { expect, test } from 'vitest';
import { endLabels } from './end-labels.ts';

test('names of lines that end far apart stay where their lines end', () => {
  expect(endLabels([0.9, 0.2, 0.5], [0, 1], 130)).toEqual([0.9, 0.2, 0.5]);
});

test('names of lines that end together keep a line of text apart, in the order of the lines, inside the drawing', () => {
  const placed = endLabels([0.05, 0.04, 0.06, 0.0], [0, 1], 130);
  const descending = [placed[2], placed[0], placed[1], placed[3]];
  for (const [place, value] of descending.entries()) {
    expect(value).toBeGreaterThanOrEqual(0);
    if (place > 0) expect((descending[place - 1] ?? 0) - (value ?? 0)).toBeGreaterThan(0.0999);
  }
});

test('more names than the drawing has lines share its height evenly', () => {
  const placed = endLabels(
    Array.from({ length: 21 }, () => 1),
    [0, 1],
    130,
  );
  expect(Math.max(...placed)).toBeCloseTo(1);
  expect(Math.min(...placed)).toBeCloseTo(0);
});
