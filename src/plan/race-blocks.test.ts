import { describe, expect, test } from 'vitest';
import { blocksOf, raceBlocks, raceCohorts, raceOrder } from './race-blocks.ts';

const ids = Array.from({ length: 40 }, (_, i) => `d${String(i).padStart(2, '0')}`);

describe('the blocks of a race', () => {
  test('order documents by the seed alone', () => {
    expect(raceOrder([...ids].reverse(), 7)).toEqual(raceOrder(ids, 7));
    expect(raceOrder(ids, 8)).not.toEqual(raceOrder(ids, 7));
    expect(raceOrder(ids, 7).sort()).toEqual(ids);
  });

  test('hold the next documents of the order, longest first inside a block', () => {
    const order = raceOrder(ids, 7);
    const sized = ids.map((id, i) => ({ id, size: i }));
    const cohorts = raceCohorts(sized, { order, blockDocuments: 8, width: 4 });
    expect(cohorts.slice(0, 2).flat().sort()).toEqual(order.slice(0, 8).sort());
    const sizes = cohorts
      .slice(0, 2)
      .flat()
      .map((id) => ids.indexOf(id));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(blocksOf(cohorts, { order, blockDocuments: 8 })).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
  });

  test('are a sixteenth of a long run in whole rounds of all workers, and never below 16 documents', () => {
    expect(raceBlocks(8, { documents: 600, workers: 2 })).toEqual({ width: 8, blockDocuments: 32 });
    expect(raceBlocks(64, { documents: 600, workers: 1 })).toEqual({ width: 37, blockDocuments: 37 });
    expect(raceBlocks(8, { documents: 40, workers: 2 })).toEqual({ width: 8, blockDocuments: 16 });
    expect(raceBlocks(1, { documents: 1, workers: 1 })).toEqual({ width: 1, blockDocuments: 16 });
  });
});
