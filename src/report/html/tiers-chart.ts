import type { RunSummary } from '../../compare/run-summary.ts';
import { countText, listed, percentEstimate } from '../number-text.ts';
import { bottomAxis, frame, nameAxis, ROOMY_PX, shareDomain, shareTick } from './chart-axes.ts';
import { type ChartSize, labelMargin, symbolMarks } from './chart-marks.ts';
import type { Markup } from './html-text.ts';
import type { Charts } from './load-plot.ts';
import { type VerdictSymbol, symbolOf } from './verdict-symbol.ts';

interface Cell {
  id: string;
  tier: string;
  value: number;
  low: number;
  high: number;
  n: number;
  symbol: VerdictSymbol;
}

const ROW_PX = 24;
const HEAD_PX = 26;
const BELOW_PX = 44;

/** Whether two tiers or more were measured, so that there is something to see. */
export function tiersKnown(summary: RunSummary): boolean {
  return tiersOf(summary).length > 1;
}

/** Pixels that the chart takes: the tiers stand side by side where there is room, else below each other. */
export function tiersHeight(summary: RunSummary, width: number): number {
  const block = ROW_PX * new Set(cellsOf(summary).map(({ id }) => id)).size + HEAD_PX;
  return BELOW_PX + (width > ROOMY_PX ? block : block * tiersOf(summary).length);
}

/**
 * Field accuracy of every variant on every tier with its interval, one panel for each tier; a dashed line carries the baseline's
 * accuracy through each panel.
 */
export function tiersChart({ Plot, svg }: Charts, summary: RunSummary, size: ChartSize): Markup {
  const cells = cellsOf(summary);
  const ids = [...new Set(cells.map(({ id }) => id))];
  const roomy = size.width > ROOMY_PX;
  const facet = roomy ? ({ fx: 'tier' } as const) : ({ fy: 'tier' } as const);
  const baselines = new Set(summary.comparisons.map(({ baseline }) => baseline));
  const [baseline] = baselines;
  // With several baselines a line would belong to some of the rows only.
  const lines = baselines.size === 1 ? cells.filter(({ id }) => id === baseline) : [];
  const rows = ids.map((id) => ({ id }));
  const panels = tiersOf(summary).map(({ tier, n }) => ({ tier, text: `${tier} · n ${countText(n)}` }));
  return svg({
    ...frame(size, { marginLeft: labelMargin(rows), marginTop: HEAD_PX, marginRight: 16, marginBottom: BELOW_PX }),
    ...(roomy ? { fx: { axis: null, padding: 0.08 } } : { fy: { axis: null, padding: 0.16 } }),
    x: bottomAxis('field accuracy', {
      domain: shareDomain(cells),
      grid: true,
      ticks: roomy ? Math.max(2, Math.floor((size.width - 130) / panels.length / 70)) : 4,
      tickFormat: shareTick,
    }),
    y: nameAxis(rows),
    marks: [
      Plot.ruleX(lines, { ...facet, x: 'value', stroke: 'var(--muted)', strokeDasharray: '3 3' }),
      Plot.ruleY(cells, {
        ...facet,
        y: 'id',
        x1: 'low',
        x2: 'high',
        stroke: ({ symbol }: Cell) => symbol.color,
        strokeWidth: 2,
        strokeOpacity: 0.6,
      }),
      ...symbolMarks(Plot, cells, { x: 'value', y: 'id', ...facet }),
      Plot.text(panels, {
        ...facet,
        text: 'text',
        frameAnchor: 'top-left',
        dy: roomy ? -18 : -16,
        fill: 'var(--ink)',
        fontWeight: 600,
      }),
    ],
  });
}

/** What the chart shows, for those who do not see it. */
export function tiersText(summary: RunSummary): string {
  const parts = tiersOf(summary).map(({ tier }) => {
    const own = summary.slices.filter(({ axis, value }) => axis === 'tier' && value === tier);
    return `${tier}: ${listed(own.map(({ variant, fieldAccuracy }) => `${variant} ${percentEstimate(fieldAccuracy)}`))}`;
  });
  return `Field accuracy by tier. ${parts.join('; ')}. The same numbers stand in the table by tier.`;
}

function tiersOf(summary: RunSummary): { tier: string; n: number }[] {
  const cells = cellsOf(summary);
  const tiers = [...new Set(cells.map(({ tier }) => tier))].sort();
  return tiers.map((tier) => ({ tier, n: Math.max(...cells.map((cell) => (cell.tier === tier ? cell.n : 0))) }));
}

function cellsOf({ slices, variants, comparisons }: RunSummary): Cell[] {
  return variants.flatMap(({ id }) => {
    const symbol = symbolOf(comparisons.find(({ candidate }) => candidate === id));
    return slices.flatMap(({ axis, value: tier, variant, fieldAccuracy: { value, low, high, n } }) =>
      axis === 'tier' && variant === id && Number.isFinite(value) ? [{ id, tier, value, low, high, n, symbol }] : [],
    );
  });
}
