import { Random } from '../core/random.ts';
import { makeCohorts, type SizedDocument } from './make-cohorts.ts';

/** A long run is cut into so many blocks, so that little is decoded beyond a decision. */
const BLOCKS = 16;
/** Smaller blocks would load models more often than they save documents. */
const LEAST_BLOCK = 16;

/** The order in which a race looks at documents: by the seed alone, so that no result can have a hand in it. */
export function raceOrder(documents: readonly string[], seed: number): string[] {
  return Random.stream(seed, 'race-order').shuffle([...documents].sort());
}

/** Batch width and block of a race: a sixteenth of the documents, 16 or more, in whole rounds of all workers. */
export function raceBlocks(
  width: number,
  { documents, workers }: { documents: number; workers: number },
): { width: number; blockDocuments: number } {
  const wanted = Math.max(LEAST_BLOCK, Math.floor(documents / BLOCKS));
  const own = Math.min(width, Math.max(1, Math.floor(wanted / workers)));
  return { width: own, blockDocuments: own * workers * Math.max(1, Math.floor(wanted / (own * workers))) };
}

/** Cohorts block by block in the order of the race; inside a block similar lengths are side by side, as always. */
export function raceCohorts(
  documents: readonly SizedDocument[],
  { order, blockDocuments, width }: { order: readonly string[]; blockDocuments: number; width: number },
): string[][] {
  const sizes = new Map(documents.map(({ id, size }) => [id, size]));
  const cohorts: string[][] = [];
  for (let start = 0; start < order.length; start += blockDocuments) {
    const block = order.slice(start, start + blockDocuments).map((id) => ({ id, size: sizes.get(id) ?? 0 }));
    cohorts.push(...makeCohorts(block, width));
  }
  return cohorts;
}

/** The block of every cohort, by its index in the plan. */
export function blocksOf(
  cohorts: readonly (readonly string[])[],
  { order, blockDocuments }: { order: readonly string[]; blockDocuments: number },
): number[] {
  const place = new Map(order.map((id, index) => [id, index]));
  return cohorts.map(([first = '']) => Math.floor((place.get(first) ?? 0) / blockDocuments));
}
