import type { Values } from './require-input.ts';
import { GROUP } from './resample-counts.ts';

/** Two vectors laid side by side, value by value: four counts and two values give eight products from six reads. */
interface PairedLane {
  kind: 'pair';
  vectors: readonly [first: number, second: number];
  values: Float64Array;
}

/** A vector of which only the values that are not 0 are kept, with the place of their counts. */
interface SparseLane {
  kind: 'sparse';
  vectors: readonly [number];
  values: Float64Array;
  places: Int32Array;
}

/** One pass over a group of resamples. */
export type Lane = PairedLane | SparseLane;

/** Splits vectors into passes: skipping beats reading in order where at most half of the values is not 0. */
export function makeLanes(vectors: readonly Values[]): Lane[] {
  const lanes: Lane[] = [];
  const dense: number[] = [];
  for (const [v, vector] of vectors.entries()) {
    const places = nonZeroPlaces(vector);
    if (places.length * 2 > vector.length) dense.push(v);
    else lanes.push(sparseLane(v, vector, places));
  }
  for (let k = 0; k < dense.length; k += 2) {
    const first = dense[k] as number;
    // The last of an odd number keeps company with itself.
    lanes.push(pairedLane(vectors, first, dense[k + 1] ?? first));
  }
  return lanes;
}

function nonZeroPlaces(vector: Values): number[] {
  const places: number[] = [];
  for (let i = 0; i < vector.length; i += 1) if (vector[i] !== 0) places.push(i);
  return places;
}

function sparseLane(v: number, vector: Values, places: readonly number[]): SparseLane {
  const values = Float64Array.from(places, (i) => vector[i] as number);
  return { kind: 'sparse', vectors: [v], values, places: Int32Array.from(places, (i) => i * GROUP) };
}

function pairedLane(vectors: readonly Values[], first: number, second: number): PairedLane {
  const [a, b] = [vectors[first] as Values, vectors[second] as Values];
  const values = new Float64Array(2 * a.length);
  for (let i = 0; i < a.length; i += 1) {
    values[2 * i] = a[i] as number;
    values[2 * i + 1] = b[i] as number;
  }
  return { kind: 'pair', vectors: [first, second], values };
}

/**
 * Sums of counts * vector for the four resamples of a group, each added in the order of the documents:
 * `sums[4 * k + j]` belongs to the k-th vector of the lane and the j-th resample.
 */
export function weightedSums(counts: Float64Array, lane: Lane, sums: Float64Array): void {
  if (lane.kind === 'pair') pairedSums(counts, lane.values, sums);
  else sparseSums(counts, lane, sums);
}

function pairedSums(counts: Float64Array, values: Float64Array, sums: Float64Array): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  for (let i = 0; i < counts.length; i += 4) {
    const left = values[i >> 1] as number;
    const right = values[(i >> 1) + 1] as number;
    const first = counts[i] as number;
    const second = counts[i + 1] as number;
    const third = counts[i + 2] as number;
    const fourth = counts[i + 3] as number;
    a += first * left;
    b += second * left;
    c += third * left;
    d += fourth * left;
    e += first * right;
    f += second * right;
    g += third * right;
    h += fourth * right;
  }
  sums[0] = a;
  sums[1] = b;
  sums[2] = c;
  sums[3] = d;
  sums[4] = e;
  sums[5] = f;
  sums[6] = g;
  sums[7] = h;
}

function sparseSums(counts: Float64Array, { values, places }: SparseLane, sums: Float64Array): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let k = 0; k < values.length; k += 1) {
    const value = values[k] as number;
    const place = places[k] as number;
    a += (counts[place] as number) * value;
    b += (counts[place + 1] as number) * value;
    c += (counts[place + 2] as number) * value;
    d += (counts[place + 3] as number) * value;
  }
  sums[0] = a;
  sums[1] = b;
  sums[2] = c;
  sums[3] = d;
}
