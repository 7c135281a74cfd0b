import { expect, test } from 'vitest';
import { benjaminiHochberg, bonferroni, holm } from './adjust-p-values.ts';

const p = [0.0004, 0.019, 0.0095, 0.0201, 0.0278, 0.298, 0.3719];

test.each([
  ['Holm', holm, [0.0028, 0.095, 0.057, 0.095, 0.095, 0.596, 0.596]],
  ['Benjamini-Hochberg', benjaminiHochberg, [0.0028, 0.035175, 0.03325, 0.035175, 0.03892, 0.347666667, 0.3719]],
  ['Bonferroni', bonferroni, [0.0028, 0.133, 0.0665, 0.1407, 0.1946, 1, 1]],
] as const)('adjusts p-values by %s', (_name, adjust, expected) => {
  for (const [i, each] of adjust(p).entries()) expect(each).toBeCloseTo(expected[i]!, 9);
});

test('leaves an empty family empty and refuses NaN', () => {
  expect(holm([])).toEqual([]);
  expect(() => holm([0.1, Number.NaN])).toThrow('NaN');
});
