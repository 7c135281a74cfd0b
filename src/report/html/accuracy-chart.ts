import type { RenderableMark } from '@observablehq/plot';
import type { RunSummary, VariantSummary } from '../../compare/run-summary.ts';
import { bytesText, percentText } from '../number-text.ts';
import { shortName } from '../safe-text.ts';
import type { Markup } from './html-text.ts';
import type { Charts } from './load-plot.ts';
import { labelPlaces } from './label-places.ts';
import { CHART_STYLE, type ChartSize, LONGEST_LABEL, labelMargin, symbolMarks } from './chart-marks.ts';
import { type VerdictSymbol, symbolOf } from './verdict-symbol.ts';

interface Point {
  id: string;
  bytes: number;
  value: number;
  low: number;
  high: number;
  symbol: VerdictSymbol;
}

/** Whether file sizes differ, so that accuracy can be drawn against them. */
export function sizesDiffer(summary: RunSummary): boolean {
  return new Set(summary.variants.filter(isMeasured).map((variant) => variant.fileBytes)).size > 1;
}

/** Field accuracy with its interval against file size (log scale), or by variant where all files have one size. */
export function accuracyChart(charts: Charts, summary: RunSummary, size: ChartSize): Markup {
  const points = summary.variants.filter(isMeasured).map((variant) => pointOf(summary, variant));
  return sizesDiffer(summary) ? againstSize(charts, points, size) : byVariant(charts, points, size);
}

function againstSize({ Plot, svg }: Charts, points: Point[], { width, height }: ChartSize): Markup {
  const margin = { marginLeft: 44, marginRight: 16, marginTop: 26, marginBottom: 44 };
  const sizes = points.map((point) => point.bytes);
  const domain = [Math.min(...sizes) / 1.18, Math.max(...sizes) * 1.18];
  const inner = width - margin.marginLeft - margin.marginRight;
  const pixelOf = (bytes: number): number =>
    (Math.log(bytes / (domain[0] ?? 1)) / Math.log((domain[1] ?? 1) / (domain[0] ?? 1))) * inner;
  const places = labelPlaces(
    points.map((point) => ({ x: pixelOf(point.bytes), text: shortName(point.id, LONGEST_LABEL) })),
  );
  const label = (place: 'above' | 'below'): RenderableMark =>
    Plot.text(
      points.filter((_, index) => places[index] === place),
      {
        x: 'bytes',
        y: place === 'above' ? 'high' : 'low',
        text: (point: Point) => shortName(point.id, LONGEST_LABEL),
        dy: place === 'above' ? -10 : 11,
        fill: 'var(--ink)',
        stroke: 'var(--page)',
        strokeWidth: 4,
        fontWeight: 600,
      },
    );
  return svg({
    width,
    height,
    ...margin,
    style: CHART_STYLE,
    x: {
      type: 'log',
      domain,
      ticks: sizeTicks(domain),
      tickFormat: (bytes: number) => bytesText(bytes).replace(/\.0+ /, ' '),
      tickSize: 0,
      tickPadding: 8,
      label: 'file size, log scale',
      labelAnchor: 'center',
      labelArrow: false,
      labelOffset: 40,
    },
    y: {
      ...yScale(points),
      grid: true,
      ticks: 5,
      tickFormat: (share: number) => `${Math.round(share * 1000) / 10}%`,
      tickSize: 0,
      label: null,
    },
    marks: [
      Plot.ruleX(points, {
        x: 'bytes',
        y1: 'low',
        y2: 'high',
        stroke: (point: Point) => point.symbol.color,
        strokeWidth: 2,
        strokeOpacity: 0.55,
      }),
      ...symbolMarks(Plot, points, { x: 'bytes', y: 'value' }),
      label('above'),
      label('below'),
    ],
  });
}

function byVariant({ Plot, svg }: Charts, points: Point[], { width, height }: ChartSize): Markup {
  return svg({
    width,
    height,
    marginLeft: labelMargin(points),
    marginRight: 24,
    marginTop: 10,
    marginBottom: 44,
    style: CHART_STYLE,
    x: {
      domain: yScale(points).domain,
      grid: true,
      ticks: width > 420 ? 5 : 2,
      tickFormat: (share: number) => `${percentText(share)}%`,
      tickSize: 0,
      label: 'field accuracy',
      labelAnchor: 'center',
      labelArrow: false,
      labelOffset: 40,
    },
    y: {
      type: 'band',
      domain: points.map((point) => point.id),
      label: null,
      tickSize: 0,
      tickPadding: 8,
      tickFormat: (id: string) => shortName(id, LONGEST_LABEL),
    },
    marks: [
      Plot.ruleY(points, {
        y: 'id',
        x1: 'low',
        x2: 'high',
        stroke: (point: Point) => point.symbol.color,
        strokeWidth: 2,
        strokeOpacity: 0.55,
      }),
      ...symbolMarks(Plot, points, { x: 'value', y: 'id' }),
    ],
  });
}

function isMeasured(variant: VariantSummary): boolean {
  return variant.documents > 0 && variant.fileBytes > 0 && Number.isFinite(variant.fieldAccuracy.value);
}

function pointOf(summary: RunSummary, variant: VariantSummary): Point {
  const { value, low, high } = variant.fieldAccuracy;
  const comparison = summary.comparisons.find(({ candidate }) => candidate === variant.id);
  return { id: variant.id, bytes: variant.fileBytes, value, low, high, symbol: symbolOf(comparison) };
}

function yScale(points: Point[]): { domain: [number, number] } {
  const low = Math.min(...points.map((point) => point.low));
  const high = Math.max(...points.map((point) => point.high));
  const pad = Math.max(0.005, (high - low) * 0.08);
  return { domain: [Math.max(0, low - pad), Math.min(1, high + pad)] };
}

/** 1, 2, 5 times powers of ten inside the domain; with 1.5, 3 and 7 between them where those are fewer than three. */
function sizeTicks([low = 1, high = 10]: number[]): number[] {
  const within = (steps: number[]): number[] => {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
      ticks.push(...steps.map((step) => step * 10 ** power).filter((tick) => tick >= low && tick <= high));
    }
    return ticks;
  };
  const coarse = within([1, 2, 5]);
  return coarse.length >= 3 ? coarse : within([1, 1.5, 2, 3, 5, 7]);
}
