import { expect, test } from 'vitest';
import { Random } from '../core/random.ts';
import { type BootstrapOptions, bootstrapMeans, estimateMean, meanEstimate, shareResamples } from './bootstrap.ts';
import { bootstrapRatio } from './bootstrap-ratio.ts';
import { tEstimate } from './t-interval.ts';

const x = [0.9, 0.7, 1, 0.6, 0.95, 0.2];

function drawn(n: number, share: number, name: string): Float64Array {
  const random = Random.stream(3, name);
  return Float64Array.from({ length: n }, () => (random.chance(share) ? random.real() - 0.5 : 0));
}

test.each([
  ['percentile', 0.483333333, 0.916666667],
  ['basic', 0.533333333, 0.966666667],
  ['bca', 0.441666667, 0.9],
] as const)('comes within 0.02 of the %s interval of all resamples', (kind, low, high) => {
  const estimate = meanEstimate(x, { seed: 7, kind });
  expect(Math.abs(estimate.low - low)).toBeLessThan(0.02);
  expect(Math.abs(estimate.high - high)).toBeLessThan(0.02);
  expect(estimate).toMatchObject({ n: 6, seed: 7, level: 0.95 });
  expect(estimate.method.toLowerCase()).toBe(`bootstrap ${kind} over documents, 10000 resamples`);
});

test('gives the same digits whatever order and share of blocks is computed where', () => {
  const vectors = [drawn(300, 0.1, 'a'), drawn(300, 0.9, 'b')];
  const whole = bootstrapMeans(vectors, { seed: 5, resamples: 1000 });
  const odd = bootstrapMeans(vectors, { seed: 5, resamples: 1000, blocks: [3, 1] });
  const even = bootstrapMeans(vectors, { seed: 5, resamples: 1000, blocks: [2, 0] });
  expect(odd.map((part, v) => part.map((mean, b) => mean + even[v]![b]!))).toEqual(whole);
});

test('shows a vector the same resamples alone and beside others', () => {
  const vectors = [drawn(200, 0.1, 'a'), drawn(200, 0.9, 'b')];
  expect(bootstrapMeans(vectors, { seed: 5 })[1]).toEqual(bootstrapMeans([vectors[1]!], { seed: 5 })[0]);
});

test('agrees with the t interval on many documents that vary freely', () => {
  const values = drawn(2000, 1, 'wide');
  for (const kind of ['expanded', 'percentile', 'basic', 'bca', 'studentised'] as const) {
    const estimate = meanEstimate(values, { seed: 1, kind, resamples: 3000 });
    const half = (1.96 * Math.sqrt(1 / 12)) / Math.sqrt(2000);
    expect(Math.abs(estimate.high - estimate.value - half)).toBeLessThan(0.001);
    expect(Math.abs(estimate.value - estimate.low - half)).toBeLessThan(0.001);
  }
});

test('lets as many documents differ as 0 of n allows where nothing varies, and gives the whole range for one', () => {
  // 1 - 0.05^(1/200), the bound of 0 of 200.
  const none = meanEstimate(new Float64Array(200), { seed: 1, range: [-1, 1] });
  expect(none).toMatchObject({ value: 0, n: 200, method: expect.stringContaining('Clopper-Pearson') });
  expect(none.high).toBeCloseTo(0.014867, 6);
  expect(none.low).toBeCloseTo(-0.014867, 6);
  const alike = meanEstimate(new Float64Array(50).fill(0.3), { seed: 1, range: [0, 1] });
  const share = 1 - 0.05 ** (1 / 50);
  expect(alike.low).toBeCloseTo(0.3 * (1 - share), 12);
  expect(alike.high).toBeCloseTo(0.3 + 0.7 * share, 12);
  expect(meanEstimate(new Float64Array(50).fill(4000), { seed: 1 })).toMatchObject({ low: 4000, high: 4000 });
  expect(meanEstimate([0.3], { seed: 1, range: [0, 1] })).toMatchObject({ value: 0.3, low: 0, high: 1, n: 1 });
});

test('resamples numerator and denominator of a ratio together', () => {
  const options: BootstrapOptions = { seed: 2 };
  const estimate = bootstrapRatio([9, 14, 20, 6, 19, 3], [10, 20, 20, 10, 20, 15], { ...options, kind: 'bca' });
  expect(estimate.value).toBeCloseTo(0.747368421, 9);
  expect(Math.abs(estimate.low - 0.447058824)).toBeLessThan(0.02);
  expect(Math.abs(estimate.high - 0.918181818)).toBeLessThan(0.02);
  expect(bootstrapRatio([2, 4, 6, 8], [4, 8, 12, 16], options)).toMatchObject({ low: 0.5, high: 0.5 });
});

test('leaves resamples without a denominator out, and refuses a set without any', () => {
  const estimate = bootstrapRatio([1, 0], [1, 0], { seed: 2, resamples: 1000 });
  expect(estimate).toMatchObject({ value: 1, low: 1, high: 1 });
  expect(estimate.method).toMatch(/\d+ empty ones left out/);
  expect(() => bootstrapRatio([0, 0], [0, 0], { seed: 2 })).toThrow('sum to 0');
  expect(() => bootstrapRatio([0, 0], [0], { seed: 2 })).toThrow('found 2 and 1 documents');
});

test('widens the default at small n by the ratio of t to the normal quantile', () => {
  const width = (kind: 'expanded' | 'percentile'): number => {
    const { low, high } = meanEstimate(drawn(20, 1, 'few'), { seed: 4, kind });
    return high - low;
  };
  const ratio = (2.093 / 1.96) * Math.sqrt(20 / 19);
  expect(Math.abs(width('expanded') / width('percentile') - ratio)).toBeLessThan(0.03);
});

test('gives the interval that an experiment asks for', () => {
  expect(estimateMean(x, 't', { seed: 1 })).toEqual(tEstimate(x));
  expect(estimateMean(x, 'basic', { seed: 1 })).toEqual(meanEstimate(x, { seed: 1, kind: 'basic' }));
});

test('offers every kind for ratios, and the default where a studentised one is asked for', () => {
  const [top, bottom] = [
    [9, 14, 20, 6, 19, 3],
    [10, 20, 20, 10, 20, 15],
  ];
  const of = (kind: 'expanded' | 'percentile' | 'basic' | 'studentised') =>
    bootstrapRatio(top!, bottom!, { seed: 2, kind });
  expect(of('studentised')).toEqual(of('expanded'));
  expect(of('basic').low).toBeCloseTo(2 * of('percentile').value - of('percentile').high, 12);
  expect(bootstrapRatio([3], [4], { seed: 2 })).toMatchObject({ value: 0.75, low: 0, high: 1, n: 1 });
  expect(() => meanEstimate([0, 1], { seed: 1, level: 1.2 })).toThrow('level is 1.2');
});

test('kept resamples give the digits of drawn ones, also after others, and for a short last block', () => {
  const x = Float64Array.from({ length: 300 }, (_, i) => Math.sin(i));
  const y = x.map((value) => value * value);
  for (const resamples of [1000, 1024, 10]) {
    const [first] = bootstrapMeans([x], { seed: 11, resamples });
    bootstrapMeans([y.subarray(0, 200)], { seed: 11, resamples });
    expect(bootstrapMeans([x, y], { seed: 11, resamples })[0]).toEqual(first);
    expect(bootstrapMeans([x], { seed: 12, resamples })[0]).not.toEqual(first);
  }
});

test('shared resamples give the digits of drawn ones, for means and ratios, whatever else was shared', () => {
  const x = Float64Array.from({ length: 90 }, (_, i) => Math.sin(i) ** 2);
  const y = x.map((value) => (value > 0.5 ? value : 0));
  const alone = [meanEstimate(x, { seed: 3 }), bootstrapRatio(y, x, { seed: 3 }), meanEstimate(y, { seed: 4 })];
  const [top, bottom] = [y.slice(), x.slice()];
  shareResamples([top, bottom, x.map((value) => value + 1)], { seed: 3 });
  const together = [meanEstimate(bottom, { seed: 3 }), bootstrapRatio(top, bottom, { seed: 3 })];
  expect([...together, meanEstimate(top, { seed: 4 })]).toEqual(alone);
});
