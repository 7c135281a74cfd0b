import type { Values } from './require-input.ts';

/** A vector as a weighted sum needs it: all values, or only the non-zero ones with their places. */
export interface SparseVector {
  places: Int32Array | null;
  values: Float64Array;
}

/** Keeps places only where at most a third of the values is not zero: there skipping beats reading in order. */
export function makeSparse(vector: Values): SparseVector {
  let nonZero = 0;
  for (let i = 0; i < vector.length; i += 1) if (vector[i] !== 0) nonZero += 1;
  if (nonZero * 3 > vector.length) return { places: null, values: Float64Array.from(vector) };
  const places = new Int32Array(nonZero);
  const values = new Float64Array(nonZero);
  for (let i = 0, k = 0; i < vector.length; i += 1) {
    if (vector[i] === 0) continue;
    places[k] = i;
    values[k] = vector[i] as number;
    k += 1;
  }
  return { places, values };
}

/** Sum of counts[i] * vector[i]. */
export function weightedSum(counts: Float64Array, { places, values }: SparseVector): number {
  return places === null ? denseSum(counts, values) : sparseSum(counts, places, values);
}

function denseSum(counts: Float64Array, values: Float64Array): number {
  const whole = values.length - (values.length % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  // Four sums at once keep the adder busy: one sum would wait for itself.
  for (let i = 0; i < whole; i += 4) {
    a += (counts[i] as number) * (values[i] as number);
    b += (counts[i + 1] as number) * (values[i + 1] as number);
    c += (counts[i + 2] as number) * (values[i + 2] as number);
    d += (counts[i + 3] as number) * (values[i + 3] as number);
  }
  for (let i = whole; i < values.length; i += 1) a += (counts[i] as number) * (values[i] as number);
  return a + b + (c + d);
}

function sparseSum(counts: Float64Array, places: Int32Array, values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k += 1) sum += (counts[places[k] as number] as number) * (values[k] as number);
  return sum;
}
