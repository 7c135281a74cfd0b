import type { RunSummary, SelfCheckSummary } from '../compare/run-summary.ts';
import { percentText, pointsRange, pointsText } from './number-text.ts';
import { metricWords } from './scoring-lines.ts';

/** The accuracy per bit per weight as one sentence; `null` without a trend. */
export function trendLine({ trend }: RunSummary): string | null {
  if (trend === undefined) return null;
  const { slope, points } = trend;
  const bits = points.map(({ bitsPerWeight }) => bitsPerWeight);
  const span = `${Math.min(...bits)} to ${Math.max(...bits)} bits`;
  return `One more bit per weight changes ${metricWords(trend.metric)} by ${pointsText(slope.value)} pt (${pointsRange(slope)}), as a straight line through ${points.length} variants of ${span}; it speaks about new documents, not about other quantizations.`;
}

/** One line for each comparison: how often the rule would be wrong on these documents, and whether that is what it promises. */
export function selfCheckLines({ selfChecks = [] }: RunSummary): string[] {
  return selfChecks.map((check) => {
    const failed = [check.labelSwap, check.plantedSpread, check.plantedCollapsed].some(({ passed }) => !passed);
    return `${check.candidate} − ${check.baseline}: ${ratesText(check)}. ${failed ? 'Above what is allowed: use more documents before you trust this verdict.' : 'All inside what is allowed.'}`;
  });
}

function ratesText({ labelSwap, plantedSpread, plantedCollapsed }: SelfCheckSummary): string {
  const share = (value: number): string => `${percentText(value)}%`;
  const allowed = `at most ${share(labelSwap.allowed)} allowed, ${labelSwap.simulations} simulations each`;
  return `variants swapped at random, a difference is seen in ${share(labelSwap.share)}; a loss of exactly the margin is called safe in ${share(plantedSpread.share)} (spread) and ${share(plantedCollapsed.share)} (collapsed documents) (${allowed})`;
}
