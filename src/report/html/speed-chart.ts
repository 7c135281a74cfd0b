import type { FrontSummary, RunSummary } from '../../compare/run-summary.ts';
import { percentText, threeDigits } from '../number-text.ts';
import { accuracyScatter, type ScatterPoint, scatterPoints } from './accuracy-scatter.ts';
import { ROOMY_PX } from './chart-axes.ts';
import type { ChartSize } from './chart-marks.ts';
import type { Markup } from './html-text.ts';
import type { Charts } from './load-plot.ts';

/** Whether speeds are known of two variants or more. */
export function speedsKnown(summary: RunSummary): boolean {
  return pointsOf(summary).length > 1;
}

/** Field accuracy with its interval against documents per second. */
export function speedChart(charts: Charts, summary: RunSummary, size: ChartSize): Markup {
  const points = pointsOf(summary);
  const rates = points.map(({ across }) => across);
  const [least, most] = [Math.min(...rates), Math.max(...rates)];
  const pad = Math.max((most - least) * 0.12, most * 0.03);
  const scale = {
    ticks: size.width > ROOMY_PX ? 6 : 4,
    tickFormat: (rate: number) => String(Number(rate.toPrecision(3))),
  };
  const domain: [number, number] = [Math.max(0, least - pad), most + pad];
  const axis = { label: 'documents per second', type: 'linear', domain, cheap: 'high', places: true, scale } as const;
  return accuracyScatter(charts, points, { axis, size });
}

/** What the chart shows, for those who do not see it. */
export function speedText(summary: RunSummary): string {
  const parts = pointsOf(summary).map(
    ({ id, across, value, place }) =>
      `${id} ${percentText(value)}% at ${threeDigits(across)} documents per second${place === null ? '' : `, ${placeWords(place)}`}`,
  );
  return `Accuracy and speed: ${parts.join('; ')}.`;
}

export function placeWords(place: FrontSummary['place']): string {
  if (place === 'certain') return 'certainly on the front';
  return place === 'possible' ? 'possibly on the front' : 'dominated';
}

function pointsOf(summary: RunSummary): ScatterPoint[] {
  return scatterPoints(summary, ({ documentsPerSecond }) => documentsPerSecond);
}
