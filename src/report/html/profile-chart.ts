import type { RunSummary } from '../../compare/run-summary.ts';
import { listed, percentText } from '../number-text.ts';
import { shortName } from '../safe-text.ts';
import { bottomAxis, frame, ROOMY_PX, shareAxis, shareTick } from './chart-axes.ts';
import { type ChartSize, labelMargin, LONGEST_LABEL, symbolMarks } from './chart-marks.ts';
import { endLabels } from './end-labels.ts';
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
export function profileChart({ Plot, svg }: Charts, summary: RunSummary, size: ChartSize): Markup {
  const points = pointsOf(summary);
  const least = Math.min(...points.map(({ share }) => share));
  const domain: [number, number] = [Math.max(0, least - 0.05), 1];
  const ends = points.filter(({ threshold }) => threshold === Math.max(...points.map((each) => each.threshold)));
  const heights = endLabels(
    ends.map(({ share }) => share),
    domain,
    size.height - 58,
  );
  return svg({
    ...frame(size, { marginRight: labelMargin(points) }),
    x: bottomAxis('at least this share of its fields right', {
      ticks: size.width > ROOMY_PX ? [0.5, 0.6, 0.7, 0.8, 0.9, 1] : [0.5, 0.7, 0.9, 1],
      tickFormat: shareTick,
    }),
    y: shareAxis(domain),
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
      Plot.text(ends, {
        x: 'threshold',
        y: heights,
        dx: 10,
        textAnchor: 'start',
        text: ({ id }: Point) => shortName(id, LONGEST_LABEL),
        fill: 'var(--ink)',
      }),
    ],
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
