import { expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { bootstrapMeans } from './bootstrap.ts';
import { packIntegers } from './pack-integers.ts';

const random = Random.stream(4, 'pack');
const counts = (most: number, n = 300): Float64Array => Float64Array.from({ length: n }, () => random.integer(0, most));

test('integers share a vector, and everything else passes as it is', () => {
  const real = Float64Array.from({ length: 300 }, () => random.real());
  const negative = counts(9).map((each) => each - 4);
  const rare = counts(9).map((each) => (each === 9 ? 1 : 0));
  const huge = counts(9).map((each) => each * 2 ** 44);
  const { vectors } = packIntegers([counts(20), real, counts(30), negative, counts(25), rare, huge]);
  expect(vectors).toHaveLength(5);
  for (const passed of [real, negative, rare, huge]) expect(vectors).toContain(passed);
});

test('sums come out of the shared vector to the unit', () => {
  const given = [counts(20), counts(1), counts(255), counts(3), counts(60), counts(2), counts(1000)];
  const { vectors, unpack } = packIntegers(given);
  expect(vectors.length).toBeLessThan(4);
  const all = Array.from({ length: 300 }, (_, i) => i);
  const draws = [all, all.map(() => 7), all.map((i) => i % 5)];
  const sumsOf = (vector: ArrayLike<number>): Float64Array =>
    Float64Array.from(draws, (drawn) => drawn.reduce((sum, i) => sum + vector[i]!, 0));
  for (const [v, sums] of unpack(vectors.map(sumsOf)).entries()) expect(sums).toEqual(sumsOf(given[v]!));
});

test('a bootstrap of many vectors gives what one of each alone gives', () => {
  const given = [counts(20), counts(5).map((each) => each / 7), counts(40), counts(1), counts(31)];
  const together = bootstrapMeans(given, { seed: 5, resamples: 999 });
  for (const [v, vector] of given.entries())
    expect(together[v]).toEqual(bootstrapMeans([vector], { seed: 5, resamples: 999 })[0]);
});
