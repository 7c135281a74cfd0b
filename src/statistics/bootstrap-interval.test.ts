import { expect, test } from 'vitest';
import { basicInterval, bcaCorrection, bcaInterval, percentileInterval } from './bootstrap-interval.ts';

const x = [0.9, 0.7, 1, 0.6, 0.95, 0.2];

/** Every one of the 6^6 resamples. */
function allResamples(statistic: (picked: number[]) => number): Float64Array {
  const replicates = new Float64Array(6 ** 6);
  for (let code = 0; code < replicates.length; code += 1) {
    const picked = Array.from({ length: 6 }, (_, place) => Math.floor(code / 6 ** place) % 6);
    replicates[code] = statistic(picked);
  }
  return replicates;
}

const means = allResamples((picked) => picked.reduce((sum, i) => sum + x[i]!, 0) / 6);
const value = x.reduce((sum, each) => sum + each, 0) / 6;
const resampled = { value, replicates: means, level: 0.95 };

test('gives the percentile and the basic interval of all resamples', () => {
  expect(percentileInterval(resampled)[0]).toBeCloseTo(0.483333333, 8);
  expect(percentileInterval(resampled)[1]).toBeCloseTo(0.916666667, 8);
  expect(basicInterval(resampled)[0]).toBeCloseTo(0.533333333, 8);
  expect(basicInterval(resampled)[1]).toBeCloseTo(0.966666667, 8);
});

test('gives the BCa interval of all resamples of a mean', () => {
  const leftOut = Float64Array.from(x, (each) => (6 * value - each) / 5);
  const correction = bcaCorrection(value, means, leftOut);
  expect(correction?.share).toBeCloseTo(0.4764660494, 9);
  expect(correction?.bias).toBeCloseTo(-0.0590251217, 9);
  expect(correction?.acceleration).toBeCloseTo(-0.0605015239, 9);
  const [low, high] = bcaInterval(resampled, leftOut);
  expect(low).toBeCloseTo(0.441666667, 8);
  expect(high).toBeCloseTo(0.9, 8);
});

test('gives the BCa interval of all resamples of a ratio', () => {
  const numerators = [9, 14, 20, 6, 19, 3];
  const denominators = [10, 20, 20, 10, 20, 15];
  const ratioOf = (places: number[]): number =>
    places.reduce((sum, i) => sum + numerators[i]!, 0) / places.reduce((sum, i) => sum + denominators[i]!, 0);
  const everyone = [0, 1, 2, 3, 4, 5];
  const leftOut = Float64Array.from(everyone, (out) => ratioOf(everyone.filter((i) => i !== out)));
  const replicates = allResamples(ratioOf);
  expect(bcaCorrection(ratioOf(everyone), replicates, leftOut)?.acceleration).toBeCloseTo(-0.0442392376, 9);
  const [low, high] = bcaInterval({ value: ratioOf(everyone), replicates, level: 0.95 }, leftOut);
  expect(low).toBeCloseTo(0.447058824, 8);
  expect(high).toBeCloseTo(0.918181818, 8);
});
