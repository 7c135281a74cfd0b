import type { Random } from '../core/random.ts';
import { GROUP } from './resample-counts.ts';
import { makeLanes, weightedSums } from './weighted-sums.ts';

/** Sums over documents, one per vector, after the signs of some documents were turned; reused from visit to visit. */
export type VisitSums = (sums: Float64Array) => void;

/** Every one of the 2^m sign patterns of m rows (one row per document), the unturned one first. */
export function visitEveryFlip(rows: readonly Float64Array[], width: number, visit: VisitSums): void {
  const sums = new Float64Array(width);
  const add = (row: Float64Array, factor: number): void => {
    for (let v = 0; v < width; v += 1) sums[v]! += factor * (row[v] as number);
  };
  const signs = rows.map(() => 1);
  for (const row of rows) add(row, 1);
  visit(sums);
  // Gray code: each next pattern turns one document, so it costs one addition per vector.
  for (let pattern = 1; pattern < 2 ** rows.length; pattern += 1) {
    const place = 31 - Math.clz32(pattern & -pattern);
    signs[place] = -signs[place]!;
    add(rows[place]!, 2 * signs[place]);
    visit(sums);
  }
}

/** So many random sign patterns, four side by side through the passes of the bootstrap. */
export function visitRandomFlips(
  rows: readonly Float64Array[],
  width: number,
  { random, draws }: { random: Random; draws: number },
  visit: VisitSums,
): void {
  const lanes = makeLanes(Array.from({ length: width }, (_, v) => Float64Array.from(rows, (row) => row[v] as number)));
  const signs = new Float64Array(GROUP * rows.length);
  const laneSums = new Float64Array(2 * GROUP);
  const sums = Array.from({ length: GROUP }, () => new Float64Array(width));
  for (let first = 0; first < draws; first += GROUP) {
    for (let j = 0; j < GROUP; j += 1) drawSigns(signs, j, random);
    for (const lane of lanes) {
      weightedSums(signs, lane, laneSums);
      for (let k = 0; k < lane.vectors.length; k += 1) {
        const v = lane.vectors[k] as number;
        for (let j = 0; j < GROUP; j += 1) sums[j]![v] = laneSums[GROUP * k + j] as number;
      }
    }
    for (let j = 0; j < Math.min(GROUP, draws - first); j += 1) visit(sums[j]!);
  }
}

/** Writes random signs to the places j, j + 4, j + 8, ...; one word of the generator serves 32 documents. */
function drawSigns(signs: Float64Array, j: number, random: Random): void {
  let bits = 0;
  for (let i = 0; i * GROUP < signs.length; i += 1) {
    if (i % 32 === 0) bits = random.uint32();
    // Reckoned, since no processor can guess a random branch.
    signs[i * GROUP + j] = ((bits & 1) << 1) - 1;
    bits >>>= 1;
  }
}
