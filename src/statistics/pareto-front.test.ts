import { expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { type FrontVariant, paretoFront } from './pareto-front.ts';

/** Accuracy varies by document, and a little by variant. */
function variant(id: string, accuracy: number, milliseconds: number, memoryBytes: number): FrontVariant {
  const random = Random.stream(5, id);
  const document = Random.stream(5, 'documents');
  return {
    id,
    memoryBytes,
    accuracy: Float64Array.from(
      { length: 200 },
      () => accuracy + 0.1 * (document.real() - 0.5) + 0.02 * (random.real() - 0.5),
    ),
    durationMs: Float64Array.from({ length: 200 }, () => milliseconds * (0.95 + 0.1 * random.real())),
  };
}

const options = { seed: 1, margin: 0.01, resamples: 1000 };

test('puts trade-offs on the front for certain and names what dominates the rest', () => {
  const places = paretoFront(
    [
      variant('F16', 0.9, 100, 1000),
      variant('Q4', 0.85, 50, 300),
      variant('slow', 0.85, 100, 300),
      variant('Q8', 0.9, 70, 500),
    ],
    options,
  );
  expect(places.map(({ id, place }) => `${id} ${place}`)).toEqual([
    'F16 dominated',
    'Q4 certain',
    'slow dominated',
    'Q8 certain',
  ]);
  expect(places[2]!.dominatedBy).toEqual(['Q4']);
  expect(places[0]!.dominatedBy).toEqual(['Q8']);
  expect(places[1]!.resampleShare).toBe(1);
  expect(places[2]!.resampleShare).toBeLessThan(0.5);
});

test('lets neither of two equal variants dominate the other', () => {
  const twin = variant('twin', 0.9, 100, 1000);
  const places = paretoFront([twin, { ...twin, id: 'other' }], options);
  expect(places.map(({ place }) => place)).toEqual(['possible', 'possible']);
  expect(places.map(({ resampleShare }) => resampleShare)).toEqual([1, 1]);
});

test('lets neither dominate when each is better where the other is within tolerance', () => {
  const fast = variant('fast', 0.895, 96, 1000);
  const exact = variant('exact', 0.9, 100, 1000);
  for (const { place } of paretoFront([fast, exact], options)) expect(place).not.toBe('dominated');
});

test('calls a single variant the front, and refuses times that are not above 0', () => {
  expect(paretoFront([variant('only', 0.9, 1, 1)], options)).toMatchObject([{ place: 'certain', resampleShare: 1 }]);
  const broken = { ...variant('a', 0.9, 1, 1), durationMs: new Float64Array(200) };
  expect(() => paretoFront([broken], options)).toThrow('durationMs is 0');
});
