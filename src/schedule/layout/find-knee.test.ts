import { describe, expect, it } from 'vitest';
import { findKnee } from './find-knee.ts';
import type { Layout } from './layout.ts';

const way = (replicas: number, threads: number, width = 8): Layout => ({ replicas, threads, width });
const byWidth =
  (rates: Record<number, number>) =>
  async ({ width }: Layout): Promise<number | null> =>
    rates[width] ?? null;

describe('findKnee', () => {
  it('takes the narrowest batch that is within a twentieth of the fastest', async () => {
    const { chosen, measured } = await findKnee([way(2, 1)], byWidth({ 8: 100, 4: 97, 2: 60 }));
    expect(chosen).toEqual(way(2, 1, 4));
    expect(measured.map(({ width }) => width)).toEqual([8, 4, 2]);
  });

  it('keeps the full width where every narrower batch is slower', async () => {
    expect((await findKnee([way(1, 2)], byWidth({ 8: 100, 4: 94 }))).chosen).toEqual(way(1, 2, 8));
  });

  it('holds a narrow batch against the fastest of all, not against its neighbour', async () => {
    const { chosen } = await findKnee([way(1, 1)], byWidth({ 8: 100, 4: 96, 2: 93, 1: 90 }));
    expect(chosen?.width).toBe(4);
  });

  it('goes below a width that is past the peak', async () => {
    const { chosen, measured } = await findKnee([way(1, 1)], byWidth({ 8: 80, 4: 100, 2: 70 }));
    expect(chosen?.width).toBe(4);
    expect(measured).toHaveLength(3);
  });

  it('takes more threads only where they win more than a twentieth', async () => {
    const rates = (two: number) => async (layout: Layout) => (layout.width < 8 ? 1 : layout.threads === 1 ? 100 : two);
    expect((await findKnee([way(2, 1), way(1, 2)], rates(104))).chosen).toEqual(way(2, 1));
    expect((await findKnee([way(2, 1), way(1, 2)], rates(120))).chosen).toEqual(way(1, 2));
  });

  it('passes over a way that cannot be measured, and chooses nothing when none can', async () => {
    const one = async (layout: Layout) => (layout.threads === 2 && layout.width === 8 ? 50 : null);
    expect((await findKnee([way(2, 1), way(1, 2)], one)).chosen).toEqual(way(1, 2));
    const none = await findKnee([way(2, 1)], async () => null);
    expect(none).toEqual({ chosen: null, measured: [{ ...way(2, 1), tokensPerSecond: null }] });
  });

  it('measures one document at a time once and no further', async () => {
    const { measured } = await findKnee([way(1, 1, 1)], byWidth({ 1: 10 }));
    expect(measured).toHaveLength(1);
  });
});
