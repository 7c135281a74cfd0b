import { expect, test } from 'vitest';
import { ScoreWatch } from './score-watch.ts';

test('the log-probability of a token is the logarithm of its softmax, also where scores are out of bounds', () => {
  const watch = new ScoreWatch(() => {});
  watch.see([Math.log(1), Math.log(2), Math.log(5)]);
  watch.see([1000, 1000, Number.NEGATIVE_INFINITY]);
  const [first, second] = watch.logProbabilitiesOf([2, 0]);
  expect(first).toBeCloseTo(Math.log(5 / 8), 12);
  expect(second).toBeCloseTo(Math.log(1 / 2), 12);
});

test('a token that the scores did not put first is an error', () => {
  const watch = new ScoreWatch(() => {});
  watch.see([0, 1]);
  expect(() => watch.logProbabilitiesOf([0])).toThrow('token 0 is 0');
});
