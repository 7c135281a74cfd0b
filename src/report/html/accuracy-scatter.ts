import type { RenderableMark, ScaleOptions } from '@observablehq/plot';
import type { FrontSummary, RunSummary, VariantSummary } from '../../compare/run-summary.ts';
import { shortName } from '../safe-text.ts';
import { bottomAxis, frame, shareAxis, shareDomain } from './chart-axes.ts';
import { type ChartSize, LONGEST_LABEL, symbolMarks } from './chart-marks.ts';
import type { Markup } from './html-text.ts';
import { labelPlaces } from './label-places.ts';
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

/** Field accuracy with its interval against a cost. What is on the front for certain is ringed, what is dominated is faint. */
export function accuracyScatter(
  { Plot, svg }: Charts,
  points: readonly ScatterPoint[],
  { axis, size }: { axis: ScatterAxis; size: ChartSize },
): Markup {
  const { label, type, domain, scale } = axis;
  const inner = size.width - MARGIN.marginLeft - MARGIN.marginRight;
  const of = (value: number): number => (type === 'log' ? Math.log(value) : value);
  const pixelOf = (value: number): number => ((of(value) - of(domain[0])) / (of(domain[1]) - of(domain[0]))) * inner;
  const places = labelPlaces(
    points.map(({ across, id }) => ({ x: pixelOf(across), text: shortName(id, LONGEST_LABEL) })),
  );
  const names = (place: 'above' | 'below'): RenderableMark =>
    Plot.text(
      points.filter((_, index) => places[index] === place),
      {
        x: 'across',
        y: place === 'above' ? 'high' : 'low',
        text: ({ id }: ScatterPoint) => shortName(id, LONGEST_LABEL),
        dy: place === 'above' ? -10 : 11,
        fill: 'var(--ink)',
        stroke: 'var(--page)',
        strokeWidth: 4,
        fontWeight: 600,
      },
    );
  const front = points.filter(({ place }) => place === 'certain');
  return svg({
    ...frame(size, MARGIN),
    x: bottomAxis(label, { type, domain, ...scale }),
    y: shareAxis(shareDomain(points)),
    marks: [
      Plot.ruleX(points, {
        x: 'across',
        y1: 'low',
        y2: 'high',
        stroke: ({ symbol }: ScatterPoint) => symbol.color,
        strokeWidth: 2,
        strokeOpacity: ({ place }: ScatterPoint) => (place === 'dominated' ? 0.35 : 0.6),
      }),
      Plot.dot(front, { x: 'across', y: 'value', r: 9, stroke: 'var(--ink)', strokeWidth: 1.2 }),
      ...symbolMarks(Plot, points, { x: 'across', y: 'value' }),
      names('above'),
      names('below'),
    ],
  });
}

/** What rings and faint bars mean; `null` where no variant has a place. */
export function frontCaption({ front = [] }: RunSummary): string | null {
  if (front.length === 0) return null;
  return 'Ringed: on the front of accuracy, speed and memory for certain. Faint: another is as good within the margin, no slower, no larger, and better in one.';
}
