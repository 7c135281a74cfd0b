import { expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { drawCounts, drawResamples } from './resample-counts.ts';

test('draws with the generator of core, word for word', () => {
  const counts = new Uint8Array(4000);
  const state = Int32Array.of(1, 2, 3, 4);
  drawCounts(counts, 2, state);
  const random = Random.fromState(1, 2, 3, 4);
  const expected = new Uint8Array(4000);
  for (let draw = 0; draw < 1000; draw += 1) expected[4 * Math.floor((random.uint32() / 4294967296) * 1000) + 2]! += 1;
  expect(counts).toEqual(expected);
  expect(Random.fromState(state[0]!, state[1]!, state[2]!, state[3]!).uint32()).toBe(random.uint32());
});

test('draws as many documents as there are, in every resample of a short last block', () => {
  const sums: number[] = [0, 0, 0, 0, 0, 0, 0, 0];
  drawResamples({ documents: 50, seed: 1, block: 1, resamples: 262 }, (counts, first) => {
    for (const [place, count] of counts.entries()) sums[first - 256 + (place % 4)]! += count;
  });
  expect(sums).toEqual([50, 50, 50, 50, 50, 50, 0, 0]);
});

test('draws every document equally often', () => {
  const drawn = new Float64Array(20);
  for (let block = 0; block < 40; block += 1) {
    drawResamples({ documents: 20, seed: 3, block, resamples: 10_240 }, (counts) => {
      for (const [place, count] of counts.entries()) drawn[Math.floor(place / 4)]! += count;
    });
  }
  for (const count of drawn) expect(Math.abs(count - 10_240)).toBeLessThan(5 * Math.sqrt(10_240));
});
