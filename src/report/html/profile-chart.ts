import type { RunSummary } from '../../compare/run-summary.ts';
import { listed, percentText } from '../number-text.ts';
import { shortName } from '../safe-text.ts';
import { CHART_STYLE, type ChartSize, labelMargin, LONGEST_LABEL, symbolMarks } from './chart-marks.ts';
import type { Markup } from './html-text.ts';
import type { Charts } from './load-plot.ts';
import { type VerdictSymbol, symbolOf } from './verdict-symbol.ts';

interface Point {
  id: string;
  threshold: number;
  share: number;
  symbol: VerdictSymbol;
}

/** Share of documents with at least so much right: whether a mean hides a few ruined documents. One line for each variant. */
export function profileChart({ Plot, svg }: Charts, summary: RunSummary, { width, height }: ChartSize): Markup {
  const points = pointsOf(summary);
  const least = Math.min(...points.map(({ share }) => share));
  const low = Math.max(0, least - 0.05);
  return svg({
    width,
    height,
    marginLeft: 44,
    marginRight: labelMargin(points),
    marginTop: 14,
    marginBottom: 44,
    style: CHART_STYLE,
    x: {
      ticks: width > 420 ? [0.5, 0.6, 0.7, 0.8, 0.9, 1] : [0.5, 0.7, 0.9, 1],
      tickFormat: (share: number) => `${Math.round(share * 100)}%`,
      tickSize: 0,
      tickPadding: 8,
      label: 'at least this share of its fields right',
      labelAnchor: 'center',
      labelArrow: false,
      labelOffset: 40,
    },
    y: {
      domain: [low, 1],
      grid: true,
      ticks: 5,
      tickFormat: (share: number) => `${Math.round(share * 100)}%`,
      tickSize: 0,
      label: null,
    },
    marks: [
      Plot.line(points, {
        x: 'threshold',
        y: 'share',
        z: 'id',
        stroke: ({ symbol }: Point) => symbol.color,
        strokeWidth: 1.6,
        strokeOpacity: 0.7,
      }),
      ...symbolMarks(Plot, points, { x: 'threshold', y: 'share' }),
      Plot.text(lastLabels(points, { low, height }), {
        x: 'threshold',
        y: 'share',
        dx: 10,
        textAnchor: 'start',
        text: ({ id }: Point) => shortName(id, LONGEST_LABEL),
        fill: 'var(--ink)',
      }),
    ],
  });
}

/** Names at the ends of the lines, kept a line of text apart from each other. */
function lastLabels(points: readonly Point[], { low, height }: { low: number; height: number }): Point[] {
  const end = Math.max(...points.map(({ threshold }) => threshold));
  const apart = ((1 - low) * 13) / (height - 58);
  let above = Number.POSITIVE_INFINITY;
  return points
    .filter(({ threshold }) => threshold === end)
    .sort((a, b) => b.share - a.share)
    .map((point) => {
      above = Math.min(point.share, above - apart);
      return { ...point, share: above };
    });
}

export function profileText(summary: RunSummary): string {
  const parts = summary.variants.flatMap(({ id, profile = [] }) => {
    const [most, all] = [profile.find(({ threshold }) => threshold === 0.9), profile.at(-1)];
    if (most === undefined || all === undefined) return [];
    return [
      `${id}: ${percentText(most.share.value)}% of documents have 9 of 10 fields right, ${percentText(all.share.value)}% all`,
    ];
  });
  return `${listed(parts)}.`;
}

export function profileKnown(summary: RunSummary): boolean {
  return pointsOf(summary).length > 0;
}

function pointsOf({ variants, comparisons }: RunSummary): Point[] {
  return variants.flatMap(({ id, profile = [] }) => {
    const symbol = symbolOf(comparisons.find(({ candidate }) => candidate === id));
    return profile.map(({ threshold, share }) => ({ id, threshold, share: share.value, symbol }));
  });
}
