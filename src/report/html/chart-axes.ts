import type { PlotOptions, ScaleOptions } from '@observablehq/plot';
import { shortName } from '../safe-text.ts';
import { CHART_STYLE, type ChartSize, LONGEST_LABEL, labelMargin } from './chart-marks.ts';

/** Below this many pixels a drawing takes fewer ticks and shorter labels. */
export const ROOMY_PX = 420;

/** Pixels below the drawing that ticks and the axis' name take. */
const BELOW_PX = 44;

/** Size, margins and look; margins that are not told are those of a chart whose vertical axis holds shares. */
export function frame(
  { width, height }: ChartSize,
  margins: Pick<PlotOptions, 'marginLeft' | 'marginRight' | 'marginTop' | 'marginBottom'> = {},
): PlotOptions {
  const usual = { marginLeft: 48, marginRight: 22, marginTop: 14, marginBottom: BELOW_PX };
  return { width, height, ...usual, ...margins, style: CHART_STYLE };
}

/** The frame of a chart with one row for each variant, its names at the left. */
export function rowsFrame(size: ChartSize, rows: readonly { id: string }[]): PlotOptions {
  return { ...frame(size, { marginLeft: labelMargin(rows), marginRight: 24, marginTop: 10 }), y: nameAxis(rows) };
}

/** The axis at the bottom with its name below it, without ticks or arrows. */
export function bottomAxis(label: string, options: ScaleOptions): ScaleOptions {
  return {
    tickSize: 0,
    tickPadding: 8,
    label,
    labelAnchor: 'center',
    labelArrow: false,
    labelOffset: 40,
    ...options,
  };
}

/** A vertical axis of shares, in percent with at most one decimal. */
export function shareAxis(domain: readonly [number, number]): ScaleOptions {
  return { domain: [...domain], grid: true, ticks: 5, tickFormat: shareTick, tickSize: 0, label: null };
}

/** A vertical axis of names, shortened to what fits. */
export function nameAxis(rows: readonly { id: string }[]): ScaleOptions {
  return {
    type: 'band',
    domain: rows.map(({ id }) => id),
    label: null,
    tickSize: 0,
    tickPadding: 8,
    tickFormat: (id: string) => shortName(id, LONGEST_LABEL),
  };
}

export function shareTick(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}

/** The range of shares with their intervals, with a little room around them. */
export function shareDomain(points: readonly { low: number; high: number }[]): [number, number] {
  const low = Math.min(...points.map((point) => point.low));
  const high = Math.max(...points.map((point) => point.high));
  const pad = Math.max(0.005, (high - low) * 0.08);
  return [Math.max(0, low - pad), Math.min(1, high + pad)];
}
