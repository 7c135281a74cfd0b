import type { RunSummary } from '../../compare/run-summary.ts';
import { bytesText, percentText } from '../number-text.ts';
import { accuracyScatter, type ScatterPoint, scatterPoints } from './accuracy-scatter.ts';
import { bottomAxis, ROOMY_PX, rowsFrame, shareDomain } from './chart-axes.ts';
import { type ChartSize, symbolMarks } from './chart-marks.ts';
import type { Markup } from './html-text.ts';
import type { Charts } from './load-plot.ts';

/** Whether file sizes differ, so that accuracy can be drawn against them. */
export function sizesDiffer(summary: RunSummary): boolean {
  return new Set(pointsOf(summary).map(({ across }) => across)).size > 1;
}

/** Field accuracy with its interval against file size (log scale), or by variant where all files have one size. */
export function accuracyChart(charts: Charts, summary: RunSummary, size: ChartSize): Markup {
  const points = pointsOf(summary);
  if (!sizesDiffer(summary)) return byVariant(charts, points, size);
  const sizes = points.map(({ across }) => across);
  const domain: [number, number] = [Math.min(...sizes) / 1.18, Math.max(...sizes) * 1.18];
  const tickFormat = (bytes: number): string => bytesText(bytes).replace(/\.0+ /, ' ');
  const scale = { ticks: sizeTicks(domain), tickFormat };
  const axis = { label: 'file size, log scale', type: 'log', domain, cheap: 'low', places: false, scale } as const;
  return accuracyScatter(charts, points, { axis, size });
}

function byVariant({ Plot, svg }: Charts, points: ScatterPoint[], size: ChartSize): Markup {
  return svg({
    ...rowsFrame(size, points),
    x: bottomAxis('field accuracy', {
      domain: shareDomain(points),
      grid: true,
      ticks: size.width > ROOMY_PX ? 5 : 2,
      tickFormat: (share: number) => `${percentText(share)}%`,
    }),
    marks: [
      Plot.ruleY(points, {
        y: 'id',
        x1: 'low',
        x2: 'high',
        stroke: ({ symbol }: ScatterPoint) => symbol.color,
        strokeWidth: 2,
        strokeOpacity: 0.55,
      }),
      ...symbolMarks(Plot, points, { x: 'value', y: 'id' }),
    ],
  });
}

function pointsOf(summary: RunSummary): ScatterPoint[] {
  return scatterPoints(summary, ({ documents, fileBytes }) => (documents > 0 ? fileBytes : 0));
}

/** 1, 2, 5 times powers of ten inside the domain; with 1.5, 3 and 7 between them where those are fewer than three. */
function sizeTicks([low, high]: [number, number]): number[] {
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
