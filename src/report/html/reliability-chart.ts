import type { RunSummary } from '../../compare/run-summary.ts';
import { percentText } from '../number-text.ts';
import { shortName } from '../safe-text.ts';
import { frame, shareDomain } from './chart-axes.ts';
import { type ChartSize, LONGEST_LABEL } from './chart-marks.ts';
import { type Markup, html } from './html-text.ts';
import type { Charts } from './load-plot.ts';
import { symbolOf } from './verdict-symbol.ts';

/** The least width of one drawing. */
const LEAST_PX = 140;
/** A single variant needs no more than this. */
const MOST_PX = 260;

interface Point {
  confidence: number;
  value: number;
  low: number;
  high: number;
}

/**
 * Whether the model knows what it does not know, one small drawing for each variant: groups of documents by the mean
 * probability of their tokens, against the share of fields that they get right. On the line both agree.
 */
export function reliabilityChart(charts: Charts, summary: RunSummary, { width }: ChartSize): Markup {
  const all = summary.variants.flatMap(({ reliability }) => pointsOf(reliability?.groups ?? []));
  const lows = all.map(({ confidence, low, high }) => ({
    low: Math.min(low, confidence),
    high: Math.max(high, confidence),
  }));
  const domain = shareDomain(lows);
  const count = summary.variants.filter(({ reliability }) => reliability !== undefined).length;
  // As many rows as are needed, each as full as the others.
  const rows = Math.ceil(count / Math.max(1, Math.floor(width / LEAST_PX)));
  const columns = Math.max(1, Math.ceil(count / rows));
  const size = Math.min(MOST_PX, Math.floor(width / columns) - 8);
  const drawings = summary.variants.flatMap(({ id, reliability }) => {
    if (reliability === undefined) return [];
    const { color } = symbolOf(summary.comparisons.find(({ candidate }) => candidate === id));
    return [
      html`<span class="facet">${panel(charts, { id, color, points: pointsOf(reliability.groups), domain, size })}</span>`,
    ];
  });
  return html`<span class="facets">${drawings}</span>`;
}

export function reliabilityText({ variants }: RunSummary): string {
  const parts = variants.flatMap(({ id, reliability }) =>
    reliability === undefined ? [] : [`${id} ${percentText(reliability.gap)} points`],
  );
  return `Mean distance between confidence and accuracy: ${parts.join(', ')}.`;
}

export function reliabilityKnown({ variants }: RunSummary): boolean {
  return variants.some(({ reliability }) => reliability !== undefined);
}

function panel(
  { Plot, svg }: Charts,
  {
    id,
    color,
    points,
    domain,
    size,
  }: { id: string; color: string; points: Point[]; domain: [number, number]; size: number },
): Markup {
  const tickFormat = (share: number): string => `${Math.round(share * 100)}`;
  const scale = { domain, ticks: 3, tickFormat, tickSize: 0, label: null };
  return svg({
    ...frame({ width: size, height: size }, { marginLeft: 36, marginRight: 8, marginTop: 22, marginBottom: 22 }),
    x: scale,
    y: { ...scale, grid: true },
    marks: [
      Plot.line([domain[0], domain[1]], {
        x: (share: number) => share,
        y: (share: number) => share,
        stroke: 'var(--muted)',
        strokeDasharray: '3 3',
      }),
      Plot.ruleX(points, { x: 'confidence', y1: 'low', y2: 'high', stroke: color, strokeOpacity: 0.5, strokeWidth: 2 }),
      Plot.dot(points, { x: 'confidence', y: 'value', r: 3, fill: color }),
      Plot.text([id], {
        frameAnchor: 'top-left',
        dy: -18,
        text: (name: string) => shortName(name, LONGEST_LABEL),
        fill: 'var(--ink)',
        fontWeight: 600,
      }),
    ],
  });
}

function pointsOf(
  groups: readonly { confidence: number; accuracy: { value: number; low: number; high: number } }[],
): Point[] {
  return groups.map(({ confidence, accuracy: { value, low, high } }) => ({ confidence, value, low, high }));
}
