import type { Values } from './require-input.ts';

/** Sums stay below this, so that a double holds each of them to the unit. */
const MOST = 2 ** 52;
/** Below this share of values that are not 0, skipping the zeros is cheaper than sharing a pass. */
const LEAST_FILLED = 1 / 6;

/** Several vectors of small integers in one: a + b * scale + c * scale^2. Its weighted sums hold theirs, without rounding. */
export interface PackedVectors {
  /** What is to be added up in place of the vectors that were given, in as few vectors as may be. */
  vectors: Values[];
  /** The sums of the vectors that were given from those of `vectors`, resample by resample. */
  unpack: (sums: readonly Float64Array[]) => Float64Array[];
}

interface Part {
  /** Place among the vectors that were given. */
  given: number;
  scale: number;
}

/**
 * Packs vectors of non-negative integers for sums over resamples, in which as many documents are drawn as there are. Counts of fields
 * are such vectors, and of an experiment's columns they are most. Others are passed through.
 */
export function packIntegers(vectors: readonly Values[]): PackedVectors {
  const groups: Part[][] = [];
  let filling: Part[] = [];
  let room = MOST;
  for (const [given, vector] of vectors.entries()) {
    const bound = boundOf(vector);
    if (bound === null || bound >= MOST) {
      groups.push([{ given, scale: 1 }]);
      continue;
    }
    if (bound > room) {
      groups.push(filling);
      [filling, room] = [[], MOST];
    }
    filling.push({ given, scale: MOST / room });
    room = Math.floor(room / bound);
  }
  if (filling.length > 0) groups.push(filling);
  return {
    vectors: groups.map((parts) => packed(parts, vectors)),
    unpack: (sums) => {
      const unpacked = vectors.map(() => new Float64Array());
      for (const [g, parts] of groups.entries()) unpackInto(unpacked, parts, sums[g] as Float64Array);
      return unpacked;
    },
  };
}

/** A power of two above every sum of resamples; `null` where the vector is not to be packed. */
function boundOf(vector: Values): number | null {
  let most = 0;
  let filled = 0;
  for (let i = 0; i < vector.length; i += 1) {
    const value = vector[i] as number;
    if (!(value >= 0 && Number.isInteger(value))) return null;
    if (value > most) most = value;
    if (value !== 0) filled += 1;
  }
  if (filled < vector.length * LEAST_FILLED) return null;
  return 2 ** Math.ceil(Math.log2(most * vector.length + 1) + 0.01);
}

function packed(parts: readonly Part[], vectors: readonly Values[]): Values {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return vectors[first.given] as Values;
  const sum = new Float64Array(vectors[first?.given ?? 0]?.length ?? 0);
  for (const { given, scale } of parts) {
    const vector = vectors[given] as Values;
    for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] as number) + scale * (vector[i] as number);
  }
  return sum;
}

/** From the largest scale down: what lies below it is the rest. */
function unpackInto(unpacked: Float64Array[], parts: readonly Part[], sums: Float64Array): void {
  const rest = parts.length === 1 ? sums : sums.slice();
  for (const { given, scale } of parts.toReversed()) {
    if (scale === 1) {
      unpacked[given] = rest;
      continue;
    }
    const own = new Float64Array(rest.length);
    for (let b = 0; b < rest.length; b += 1) {
      const value = Math.floor((rest[b] as number) / scale);
      own[b] = value;
      rest[b] = (rest[b] as number) - value * scale;
    }
    unpacked[given] = own;
  }
}
