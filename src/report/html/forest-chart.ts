import type { ComparisonSummary, RunSummary } from '../../compare/run-summary.ts';
import { pointsRange, pointsText } from '../number-text.ts';
import { asksForLoss } from '../verdict-words.ts';
import { metricWords } from '../scoring-lines.ts';
import { shortName } from '../safe-text.ts';
import { bottomAxis, frame, nameAxis, ROOMY_PX } from './chart-axes.ts';
import { type ChartSize, LONGEST_LABEL, labelMargin, symbolMarks } from './chart-marks.ts';
import type { Markup } from './html-text.ts';
import type { Charts } from './load-plot.ts';
import { type VerdictSymbol, symbolOf } from './verdict-symbol.ts';

/** A loss beyond this many margins is drawn at the edge with an arrow: it would squeeze the rungs that matter. */
const FARTHEST_MARGINS = 3;

interface Row {
  id: string;
  value: number;
  low: number;
  high: number;
  bound: number | null;
  /** Drawn as an arrow at the edge. */
  beyond: boolean;
  /** The difference as a fraction. */
  mean: number;
  numbers: string;
  symbol: VerdictSymbol;
}

/** Paired differences with their intervals in points, the margin drawn in, and a tick at the bound that decides. */
export function forestChart({ Plot, svg }: Charts, summary: RunSummary, { width, height }: ChartSize): Markup {
  const { comparisons } = summary;
  const loss = asksForLoss(summary);
  const measured = comparisons.filter((comparison) => Number.isFinite(comparison.difference.value));
  const [edge, top] = extent(measured, loss);
  const rows = measured.map((comparison) => rowOf(comparison, edge));
  const margins = [...new Set(measured.map((comparison) => comparison.margin))].filter((margin) => margin > 0);
  const margin = margins.length === 1 ? (margins[0] ?? 0) * 100 : 0;
  const roomy = width > ROOMY_PX;
  // Where the two lines stand close together their names point away from each other.
  const apart = roomy && margin > 0.15 * (top - edge);
  // The tick is as tall as a mark, whatever the height of its row.
  const inset = Math.max(8, (height - 74) / (2 * Math.max(1, rows.length)) - 9);
  const shown = loss && margin > 0 ? [margin] : [];
  return svg({
    ...frame({ width, height }, { marginLeft: labelMargin(rows), marginRight: roomy ? 138 : 14, marginTop: 30 }),
    x: bottomAxis(`points of ${metricOf(measured)}, candidate − baseline`, {
      domain: [edge, top],
      ticks: roomy ? 6 : 5,
      tickFormat: (points: number) => pointsText(points / 100).replace(/\.0$/, ''),
      labelAnchor: roomy ? 'center' : 'right',
    }),
    y: nameAxis(rows),
    marks: [
      Plot.rectX(shown, { x1: edge, x2: (loss: number) => -loss, fill: 'var(--bad)', fillOpacity: 0.07 }),
      Plot.ruleX(shown, { x: (loss: number) => -loss, stroke: 'var(--bad)', strokeDasharray: '4 3' }),
      Plot.text(shown, {
        x: (loss: number) => -loss,
        frameAnchor: 'top',
        dy: -12,
        text: (loss: number) => `margin ${pointsText(-loss / 100)}`,
        fill: 'var(--bad)',
        textAnchor: apart ? 'middle' : 'end',
      }),
      Plot.ruleX([0], { stroke: 'var(--muted)' }),
      Plot.text([0], {
        x: 0,
        frameAnchor: 'top',
        dy: -12,
        text: () => 'equal',
        fill: 'var(--muted)',
        textAnchor: apart ? 'middle' : 'start',
      }),
      Plot.axisY({
        tickFormat: (id: string) => shortName(id, LONGEST_LABEL),
        fill: 'var(--ink)',
        fontWeight: 600,
        tickSize: 0,
        label: null,
      }),
      Plot.ruleY(rows, {
        y: 'id',
        x1: 'low',
        x2: 'high',
        stroke: (row: Row) => row.symbol.color,
        strokeWidth: 2.5,
        strokeOpacity: 0.6,
      }),
      Plot.tickX(
        rows.filter((row) => loss && row.bound !== null),
        { x: 'bound', y: 'id', stroke: 'var(--ink)', strokeWidth: 1.5, insetTop: inset, insetBottom: inset },
      ),
      ...symbolMarks(
        Plot,
        rows.filter((row) => !row.beyond),
        { x: 'value', y: 'id' },
      ),
      Plot.text(
        rows.filter((row) => row.beyond),
        {
          x: edge,
          y: 'id',
          text: (row: Row) => (roomy ? '←' : `← ${pointsText(row.mean)}`),
          dx: 2,
          fontSize: 13,
          fontWeight: 600,
          fill: (row: Row) => row.symbol.color,
          textAnchor: 'start',
        },
      ),
      roomy
        ? Plot.text(rows, {
            y: 'id',
            frameAnchor: 'right',
            textAnchor: 'end',
            dx: 134,
            text: 'numbers',
            fill: 'var(--ink)',
            fontVariant: 'tabular-nums',
          })
        : null,
    ],
  });
}

/** Pixels that a forest of so many comparisons takes. */
export function forestHeight(rows: number): number {
  return 74 + 40 * rows;
}

function metricOf(comparisons: ComparisonSummary[]): string {
  const metrics = [...new Set(comparisons.map(({ metric }) => metricWords(metric)))];
  return metrics.length === 1 ? (metrics[0] ?? '') : 'the metric';
}

function extent(comparisons: ComparisonSummary[], loss: boolean): [number, number] {
  const margin = Math.max(0.005, ...comparisons.map((comparison) => comparison.margin));
  const lows = comparisons
    .flatMap(({ difference, lowerBound }) => (loss ? [difference.low, lowerBound] : [difference.low]))
    .filter(Number.isFinite);
  const highs = comparisons.map(({ difference }) => difference.high).filter(Number.isFinite);
  const low = Math.max(-FARTHEST_MARGINS * margin, Math.min(loss ? -1.4 * margin : -0.5 * margin, ...lows));
  const high = Math.max(0.6 * margin, ...highs);
  const pad = (high - low) * 0.03;
  return [(low - pad) * 100, (high + pad) * 100];
}

function rowOf(comparison: ComparisonSummary, edge: number): Row {
  const { value, low, high } = comparison.difference;
  const bound = comparison.lowerBound * 100;
  return {
    id: comparison.candidate,
    value: value * 100,
    low: Math.max(edge, low * 100),
    high: Math.max(edge, high * 100),
    bound: Number.isFinite(bound) && bound > edge ? bound : null,
    beyond: value * 100 < edge,
    mean: value,
    numbers: `${pointsText(value)} (${pointsRange(comparison.difference)})`,
    symbol: symbolOf(comparison),
  };
}
