import type { RunSummary } from '../../compare/run-summary.ts';
import { listed } from '../number-text.ts';
import { bottomAxis, ROOMY_PX, rowsFrame } from './chart-axes.ts';
import type { ChartSize } from './chart-marks.ts';
import type { Markup } from './html-text.ts';
import type { Charts } from './load-plot.ts';
import { symbolOf } from './verdict-symbol.ts';

interface Row {
  id: string;
  color: string;
  median: number;
  p99: number;
  /** Width of the row's ribbon at each quantile, seconds. */
  quantiles: number[];
}

/** Seconds that a document waits for its answer: all of them as a line, the middle half as a bar, the median as a tick. */
export function latencyChart({ Plot, svg }: Charts, summary: RunSummary, size: ChartSize): Markup {
  const rows = rowsOf(summary);
  const spans = (from: number, to: number) =>
    rows.map(({ id, color, quantiles }) => ({ id, color, x1: quantiles[from] ?? 0, x2: quantiles[to] ?? 0 }));
  return svg({
    ...rowsFrame(size, rows),
    x: bottomAxis('seconds until the answer, its batch included', {
      domain: [0, Math.max(...rows.map(({ quantiles }) => quantiles.at(-1) ?? 0)) * 1.04],
      grid: true,
      ticks: size.width > ROOMY_PX ? 6 : 4,
    }),
    marks: [
      Plot.ruleY(spans(0, 20), { y: 'id', x1: 'x1', x2: 'x2', stroke: 'color', strokeWidth: 1.5, strokeOpacity: 0.5 }),
      Plot.barX(spans(5, 15), {
        y: 'id',
        x1: 'x1',
        x2: 'x2',
        fill: 'color',
        fillOpacity: 0.35,
        insetTop: 4,
        insetBottom: 4,
      }),
      Plot.tickX(rows, { x: 'median', y: 'id', stroke: 'var(--ink)', strokeWidth: 2, insetTop: 2, insetBottom: 2 }),
    ],
  });
}

export function latencyText(summary: RunSummary): string {
  const parts = rowsOf(summary).map(
    ({ id, median, p99 }) => `${id} median ${median.toFixed(2)} s, 99 of 100 within ${p99.toFixed(2)} s`,
  );
  return `Time until the answer: ${listed(parts)}.`;
}

export function latencyKnown(summary: RunSummary): boolean {
  return rowsOf(summary).length > 0;
}

function rowsOf({ variants, comparisons }: RunSummary): Row[] {
  return variants.flatMap(({ id, latency }) => {
    if (latency === undefined) return [];
    const symbol = symbolOf(comparisons.find(({ candidate }) => candidate === id));
    return [
      {
        id,
        color: symbol.color,
        median: latency.medianMs / 1000,
        p99: latency.p99Ms / 1000,
        quantiles: latency.quantilesMs.map((ms) => ms / 1000),
      },
    ];
  });
}
