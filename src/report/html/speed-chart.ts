import type { FrontSummary, RunSummary } from '../../compare/run-summary.ts';
import { percentText, threeDigits } from '../number-text.ts';
import { shortName } from '../safe-text.ts';
import { CHART_STYLE, type ChartSize, LONGEST_LABEL, symbolMarks } from './chart-marks.ts';
import type { Markup } from './html-text.ts';
import { labelPlaces } from './label-places.ts';
import type { Charts } from './load-plot.ts';
import { type VerdictSymbol, symbolOf } from './verdict-symbol.ts';

interface Point {
  id: string;
  rate: number;
  value: number;
  low: number;
  high: number;
  place: FrontSummary['place'] | null;
  symbol: VerdictSymbol;
}

/** Whether speeds are known of two variants or more. */
export function speedsKnown(summary: RunSummary): boolean {
  return pointsOf(summary).length > 1;
}

/**
 * Field accuracy with its interval against documents per second. Variants on the front of accuracy, speed and memory for
 * certain are ringed; dominated ones are faint.
 */
export function speedChart({ Plot, svg }: Charts, summary: RunSummary, { width, height }: ChartSize): Markup {
  const points = pointsOf(summary);
  const rates = points.map(({ rate }) => rate);
  const [least, most] = [Math.min(...rates), Math.max(...rates)];
  const pad = Math.max((most - least) * 0.12, most * 0.03);
  const domain = [Math.max(0, least - pad), most + pad];
  const margin = { marginLeft: 48, marginRight: 22, marginTop: 26, marginBottom: 44 };
  const inner = width - margin.marginLeft - margin.marginRight;
  const places = labelPlaces(
    points.map(({ rate, id }) => ({
      x: ((rate - (domain[0] ?? 0)) / ((domain[1] ?? 1) - (domain[0] ?? 0))) * inner,
      text: shortName(id, LONGEST_LABEL),
    })),
  );
  const label = (place: 'above' | 'below') =>
    Plot.text(
      points.filter((_, index) => places[index] === place),
      {
        x: 'rate',
        y: place === 'above' ? 'high' : 'low',
        text: ({ id }: Point) => shortName(id, LONGEST_LABEL),
        dy: place === 'above' ? -10 : 11,
        fill: 'var(--ink)',
        stroke: 'var(--page)',
        strokeWidth: 4,
        fontWeight: 600,
      },
    );
  const front = points.filter(({ place }) => place === 'certain');
  return svg({
    width,
    height,
    ...margin,
    style: CHART_STYLE,
    x: {
      domain,
      ticks: width > 420 ? 6 : 4,
      tickFormat: (rate: number) => String(Number(rate.toPrecision(3))),
      tickSize: 0,
      tickPadding: 8,
      label: 'documents per second',
      labelAnchor: 'center',
      labelArrow: false,
      labelOffset: 40,
    },
    y: {
      domain: shareDomain(points),
      grid: true,
      ticks: 5,
      tickFormat: (share: number) => `${Math.round(share * 1000) / 10}%`,
      tickSize: 0,
      label: null,
    },
    marks: [
      Plot.ruleX(points, {
        x: 'rate',
        y1: 'low',
        y2: 'high',
        stroke: ({ symbol }: Point) => symbol.color,
        strokeWidth: 2,
        strokeOpacity: ({ place }: Point) => (place === 'dominated' ? 0.3 : 0.55),
      }),
      Plot.dot(front, { x: 'rate', y: 'value', r: 9, stroke: 'var(--ink)', strokeWidth: 1.2 }),
      ...symbolMarks(Plot, points, { x: 'rate', y: 'value' }),
      label('above'),
      label('below'),
    ],
  });
}

/** What the chart shows, for those who do not see it. */
export function speedText(summary: RunSummary): string {
  const parts = pointsOf(summary).map(
    ({ id, rate, value, place }) =>
      `${id} ${percentText(value)}% at ${threeDigits(rate)} documents per second${place === null ? '' : `, ${placeWords(place)}`}`,
  );
  return `Accuracy and speed: ${parts.join('; ')}.`;
}

export function placeWords(place: FrontSummary['place']): string {
  if (place === 'certain') return 'certainly on the front';
  return place === 'possible' ? 'possibly on the front' : 'dominated';
}

/** The range of shares with their intervals, with room for labels. */
export function shareDomain(points: readonly { low: number; high: number }[]): [number, number] {
  const low = Math.min(...points.map((point) => point.low));
  const high = Math.max(...points.map((point) => point.high));
  const pad = Math.max(0.005, (high - low) * 0.08);
  return [Math.max(0, low - pad), Math.min(1, high + pad)];
}

function pointsOf(summary: RunSummary): Point[] {
  return summary.variants.flatMap((variant) => {
    const { id, documentsPerSecond: rate, fieldAccuracy } = variant;
    if (!(rate > 0) || !Number.isFinite(fieldAccuracy.value)) return [];
    const { value, low, high } = fieldAccuracy;
    const comparison = summary.comparisons.find(({ candidate }) => candidate === id);
    const place = summary.front?.find((entry) => entry.variant === id)?.place ?? null;
    return [{ id, rate, value, low, high, place, symbol: symbolOf(comparison) }];
  });
}
