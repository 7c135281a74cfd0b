import type { Markish } from '@observablehq/plot';
import type { Plot } from './load-plot.ts';
import type { VerdictSymbol } from './verdict-symbol.ts';

/** Pixels of a drawing. */
export interface ChartSize {
  width: number;
  height: number;
}

/** What all charts share: the page's font, its quiet ink, no background. */
export const CHART_STYLE = {
  fontSize: '12px',
  fontFamily: 'inherit',
  background: 'none',
  overflow: 'visible',
  color: 'var(--muted)',
};

/** Characters of a variant's name that a chart has room for; the tables carry it whole. */
export const LONGEST_LABEL = 18;

/** Pixels that the names at the left of a chart take. */
export function labelMargin(rows: readonly { id: string }[]): number {
  return 18 + 7.8 * Math.min(LONGEST_LABEL, Math.max(1, ...rows.map((row) => row.id.length)));
}

/** One mark per symbol, since shape and fill go together. */
export function symbolMarks(
  Plot: Plot,
  points: readonly { symbol: VerdictSymbol }[],
  place: { x: string; y: string; fx?: string; fy?: string },
): Markish[] {
  const symbols = [...new Set(points.map((point) => point.symbol))];
  return symbols.map((symbol) =>
    Plot.dot(
      points.filter((point) => point.symbol === symbol),
      {
        ...place,
        symbol: symbol.shape,
        r: symbol.shape === 'times' ? 4.5 : 5,
        stroke: symbol.color,
        strokeWidth: symbol.shape === 'times' ? 2.5 : 2,
        fill: symbol.filled ? symbol.color : symbol.shape === 'times' ? 'none' : 'var(--page)',
      },
    ),
  );
}
