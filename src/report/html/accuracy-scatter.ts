import type { RenderableMark, ScaleOptions } from '@observablehq/plot';
import type { FrontSummary, RunSummary, VariantSummary } from '../../compare/run-summary.ts';
import { shortName } from '../safe-text.ts';
import { bottomAxis, frame, shareAxis, shareDomain } from './chart-axes.ts';
import { type ChartSize, LONGEST_LABEL, symbolMarks } from './chart-marks.ts';
import type { Markup } from './html-text.ts';
import { labelOffsets } from './label-places.ts';
import type { Charts } from './load-plot.ts';
import { type VerdictSymbol, symbolOf } from './verdict-symbol.ts';

/** One variant: its accuracy with interval, and what it costs. */
export interface ScatterPoint {
  id: string;
  /** Bytes, documents per second, or whatever stands at the bottom. */
  across: number;
  value: number;
  low: number;
  high: number;
  /** On the front of accuracy, speed and memory; `null` without a front. */
  place: FrontSummary['place'] | null;
  symbol: VerdictSymbol;
}

export interface ScatterAxis {
  label: string;
  type: 'linear' | 'log';
  domain: [low: number, high: number];
  /** Which end is cheap: small files, high speeds. */
  cheap: 'low' | 'high';
  /** Whether the places on the front of accuracy, speed and memory are shown. */
  places: boolean;
  /** Ticks and their format. */
  scale: ScaleOptions;
}

const MARGIN = { marginLeft: 48, marginRight: 22, marginTop: 26, marginBottom: 44 };

/** The variants with an accuracy and a cost above 0. */
export function scatterPoints(summary: RunSummary, costOf: (variant: VariantSummary) => number): ScatterPoint[] {
  return summary.variants.flatMap((variant) => {
    const { id, fieldAccuracy } = variant;
    const across = costOf(variant);
    if (!(across > 0) || !Number.isFinite(fieldAccuracy.value)) return [];
    const { value, low, high } = fieldAccuracy;
    const symbol = symbolOf(summary.comparisons.find(({ candidate }) => candidate === id));
    const place = summary.front?.find((entry) => entry.variant === id)?.place ?? null;
    return [{ id, across, value, low, high, place, symbol }];
  });
}

/**
 * Field accuracy with its interval against a cost, and the front of the two as a dotted line: the highest lower end
 * of an interval at this cost or less. Where places are shown, what is on the front of all three for certain is ringed, and what is
 * dominated is faint.
 */
export function accuracyScatter(
  { Plot, svg }: Charts,
  points: readonly ScatterPoint[],
  { axis, size }: { axis: ScatterAxis; size: ChartSize },
): Markup {
  const { label, type, domain, scale, places: shown } = axis;
  const inner = size.width - MARGIN.marginLeft - MARGIN.marginRight;
  const of = (value: number): number => (type === 'log' ? Math.log(value) : value);
  const pixelOf = (value: number): number => ((of(value) - of(domain[0])) / (of(domain[1]) - of(domain[0]))) * inner;
  const heights = shareDomain(points);
  const innerHeight = size.height - MARGIN.marginTop - MARGIN.marginBottom;
  const heightOf = (share: number): number => ((heights[1] - share) / (heights[1] - heights[0])) * innerHeight;
  const offsets = labelOffsets(
    points.map(({ across, low, high, id }) => ({
      x: pixelOf(across),
      top: heightOf(high),
      bottom: heightOf(low),
      text: shortName(id, LONGEST_LABEL),
    })),
    innerHeight,
    MARGIN.marginTop,
  );
  const names = (offset: number): RenderableMark =>
    Plot.text(
      points.filter((_, index) => offsets[index] === offset),
      {
        x: 'across',
        y: offset < 0 ? 'high' : 'low',
        text: ({ id }: ScatterPoint) => shortName(id, LONGEST_LABEL),
        dy: offset,
        fill: 'var(--ink)',
        stroke: 'var(--page)',
        strokeWidth: 4,
        fontWeight: 600,
      },
    );
  const ringed = points.filter(({ place }) => shown && place === 'certain');
  return svg({
    ...frame(size, MARGIN),
    x: bottomAxis(label, { type, domain, ...scale }),
    y: shareAxis(heights),
    marks: [
      Plot.line(certainFront(points, axis), {
        x: 'across',
        y: 'low',
        curve: 'step-after',
        stroke: 'var(--muted)',
        strokeDasharray: '1 3',
        strokeLinecap: 'round',
        strokeWidth: 1.5,
      }),
      Plot.ruleX(points, {
        x: 'across',
        y1: 'low',
        y2: 'high',
        stroke: ({ symbol }: ScatterPoint) => symbol.color,
        strokeWidth: 2,
        strokeOpacity: ({ place }: ScatterPoint) => (shown && place === 'dominated' ? 0.35 : 0.6),
      }),
      Plot.dot(ringed, { x: 'across', y: 'value', r: 9, stroke: 'var(--ink)', strokeWidth: 1.2 }),
      ...symbolMarks(Plot, points, { x: 'across', y: 'value' }),
      ...[...new Set(offsets)].map(names),
    ],
  });
}

/** Corners of the highest lower end of an interval at this cost or less, from the cheap end of the axis to the other. */
export function certainFront(
  points: readonly Pick<ScatterPoint, 'across' | 'low'>[],
  { cheap, domain }: Pick<ScatterAxis, 'cheap' | 'domain'>,
): { across: number; low: number }[] {
  const direction = cheap === 'low' ? 1 : -1;
  const corners: { across: number; low: number }[] = [];
  for (const { across, low } of [...points].sort((a, b) => direction * (a.across - b.across))) {
    const best = corners.at(-1)?.low ?? Number.NEGATIVE_INFINITY;
    if (low > best) corners.push({ across, low });
  }
  const last = corners.at(-1);
  return last === undefined ? [] : [...corners, { across: cheap === 'low' ? domain[1] : domain[0], low: last.low }];
}

export const FRONT_CAPTION =
  'Dotted: the highest lower end of an interval at this cost or less; a bar wholly below it is beaten.';

/** What rings and faint bars mean; `null` where no variant has a place. */
export function placesCaption({ front = [] }: RunSummary): string | null {
  if (front.length === 0) return null;
  return 'Ringed: on the front of accuracy, speed and memory for certain. Faint: another is as good within the margin, no slower, no larger, and better in one.';
}
