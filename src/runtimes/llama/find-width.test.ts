import { describe, expect, test } from 'vitest';
import { findWidth } from './find-width.ts';

const predict = async (width: number): Promise<number> => 100 + 10 * width;

describe('findWidth', () => {
  test.each([
    [110, 1],
    [119, 1],
    [120, 2],
    [175, 7],
    [260, 16],
    [1e9, 16],
  ])('finds the widest plan that fits into %d bytes', async (budgetBytes, width) => {
    expect(await findWidth(predict, budgetBytes, 16)).toEqual({ width, predictedBytes: 100 + 10 * width });
  });

  test('says 0, and what one sequence would take, when not even one fits', async () => {
    expect(await findWidth(predict, 109, 16)).toEqual({ width: 0, predictedBytes: 110 });
  });

  test('asks the engine a logarithmic number of times', async () => {
    let asked = 0;
    const counting = async (width: number): Promise<number> => {
      asked += 1;
      return width;
    };
    expect((await findWidth(counting, 177, 256)).width).toBe(177);
    expect(asked).toBeLessThanOrEqual(11);
  });
});
