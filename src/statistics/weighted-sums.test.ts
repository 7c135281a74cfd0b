import { expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { makeLanes, weightedSums } from './weighted-sums.ts';

test('adds what a plain loop adds, for dense, sparse, empty and odd vectors alike', () => {
  const random = Random.stream(1, 'lanes');
  const shares = [1, 0.9, 0.1, 0, 0.7, 0.5];
  const vectors = shares.map((share) =>
    Float64Array.from({ length: 37 }, () => (random.chance(share) ? random.real() : 0)),
  );
  const counts = Float64Array.from({ length: 4 * 37 }, () => random.integer(0, 3));
  const lanes = makeLanes(vectors);
  expect(lanes.map((lane) => lane.kind).toSorted()).toEqual(['pair', 'pair', 'sparse', 'sparse']);
  const sums = new Float64Array(8);
  for (const lane of lanes) {
    weightedSums(counts, lane, sums);
    for (const [k, v] of lane.vectors.entries()) {
      for (let j = 0; j < 4; j += 1) {
        const plain = vectors[v]!.reduce((sum, value, i) => sum + value * counts[4 * i + j]!, 0);
        expect(sums[4 * k + j]).toBe(plain);
      }
    }
  }
});
