import type { LayoutRate } from '../../records/manifest.ts';
import type { Layout } from './layout.ts';

/** A narrower batch, or fewer threads, is as good as the best as long as it reaches this share of its rate. */
const AS_GOOD = 0.95;

/**
 * The layout that decodes fastest: first every way to share the cores at its full width, then the best of them in ever narrower
 * batches, halved as long as that costs no more than a twentieth. Of what is as good the narrowest is taken: it needs less
 * memory and drains sooner. Ways come in the order of preference.
 * @returns the choice and everything measured on the way, in order; `null` for the choice when nothing could be measured.
 */
export async function findKnee(
  ways: readonly Layout[],
  rateOf: (layout: Layout) => Promise<number | null>,
): Promise<{ chosen: Layout | null; measured: LayoutRate[] }> {
  const measured: LayoutRate[] = [];
  const measure = async (layout: Layout): Promise<number> => {
    const tokensPerSecond = await rateOf(layout);
    measured.push({ ...layout, tokensPerSecond });
    return tokensPerSecond ?? 0;
  };
  const rates: number[] = [];
  for (const way of ways) rates.push(await measure(way));
  const best = Math.max(0, ...rates);
  const way = ways[rates.findIndex((rate) => rate >= AS_GOOD * best)];
  if (best === 0 || way === undefined) return { chosen: null, measured };
  const widths: { width: number; rate: number }[] = [{ width: way.width, rate: rates[ways.indexOf(way)] as number }];
  const highest = (): number => Math.max(...widths.map(({ rate }) => rate));
  while ((widths.at(-1)?.width ?? 1) > 1 && (widths.at(-1)?.rate ?? 0) >= AS_GOOD * highest()) {
    const width = Math.floor((widths.at(-1)?.width ?? 1) / 2);
    widths.push({ width, rate: await measure({ ...way, width }) });
  }
  const narrowest = widths.findLast(({ rate }) => rate >= AS_GOOD * highest());
  return { chosen: { ...way, width: narrowest?.width ?? way.width }, measured };
}
