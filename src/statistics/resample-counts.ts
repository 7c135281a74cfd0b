import { Random } from '../core/random.ts';

/** Resamples that share one random stream: the unit that workers can compute apart. */
export const BLOCK_RESAMPLES = 256;

/** Number of blocks that hold so many resamples. */
export function blocksOf(resamples: number): number {
  return Math.ceil(resamples / BLOCK_RESAMPLES);
}

export interface ResampleBlock {
  /** Documents to draw from. */
  documents: number;
  seed: number;
  /** Blocks count from 0; the last one may be short. */
  block: number;
  resamples: number;
}

/**
 * Draws the resamples of one block and shows each as `counts[i]` = how often document i was drawn (the array is reused).
 * The stream depends on the seed and the block alone, so every vector of n documents meets the same resamples,
 * whoever computes which block.
 */
export function drawResamples(
  { documents, seed, block, resamples }: ResampleBlock,
  visit: (counts: Float64Array, resample: number) => void,
): void {
  const random = Random.stream(seed, 'bootstrap', block);
  const counts = new Float64Array(documents);
  // Multiply instead of divide: a document's chance is off by at most documents / 2^32 of itself.
  const scale = documents / 4294967296;
  const first = block * BLOCK_RESAMPLES;
  const last = Math.min(first + BLOCK_RESAMPLES, resamples);
  for (let resample = first; resample < last; resample += 1) {
    counts.fill(0);
    for (let draw = 0; draw < documents; draw += 1) {
      const index = Math.floor(random.uint32() * scale);
      counts[index] = (counts[index] as number) + 1;
    }
    visit(counts, resample);
  }
}
