import type { ReportHistory } from '../report-model.ts';
import { percentText } from '../number-text.ts';
import { shortName } from '../safe-text.ts';
import { bottomAxis, frame, shareAxis, shareDomain } from './chart-axes.ts';
import { type ChartSize, labelMargin, LONGEST_LABEL } from './chart-marks.ts';
import { endLabels } from './end-labels.ts';
import type { Markup } from './html-text.ts';
import type { Charts } from './load-plot.ts';

/** Field accuracy of every variant over the runs of the experiment, oldest first; runs at which the paired test sees a change are ringed. */
export function historyChart({ Plot, svg }: Charts, history: readonly ReportHistory[], size: ChartSize): Markup {
  const runs = [...new Set(history.map(({ runId }) => runId))];
  const points = history.map((step) => ({
    ...step,
    place: runs.indexOf(step.runId) + 1,
    ...step.fieldAccuracy,
  }));
  const last = points.filter(
    ({ variant, place }) => !points.some((other) => other.variant === variant && other.place > place),
  );
  const domain = shareDomain(points);
  const heights = endLabels(
    last.map(({ value }) => value),
    domain,
    size.height - 58,
  );
  return svg({
    ...frame(size, { marginRight: labelMargin(history.map(({ variant: id }) => ({ id }))) }),
    x: bottomAxis('run, oldest first', {
      domain: [0.7, runs.length + 0.3],
      ticks: runs.map((_, i) => i + 1),
      tickFormat: (place: number) => String(place),
    }),
    y: shareAxis(domain),
    marks: [
      Plot.line(points, { x: 'place', y: 'value', z: 'variant', stroke: 'var(--muted)', strokeOpacity: 0.7 }),
      Plot.ruleX(points, {
        x: 'place',
        y1: 'low',
        y2: 'high',
        stroke: 'var(--muted)',
        strokeOpacity: 0.3,
        strokeWidth: 2,
      }),
      Plot.dot(points, { x: 'place', y: 'value', r: 3.5, fill: 'var(--muted)' }),
      Plot.dot(
        points.filter(({ changePoint }) => changePoint),
        { x: 'place', y: 'value', r: 7, stroke: 'var(--bad)', strokeWidth: 2 },
      ),
      Plot.text(last, {
        x: 'place',
        y: heights,
        dx: 10,
        textAnchor: 'start',
        text: ({ variant }: { variant: string }) => shortName(variant, LONGEST_LABEL),
        fill: 'var(--ink)',
      }),
    ],
  });
}

export function historyText(history: readonly ReportHistory[]): string {
  const parts = history.map(
    ({ variant, runId, fieldAccuracy, changePoint }) =>
      `${variant} in ${runId} ${percentText(fieldAccuracy.value)}%${changePoint ? ', changed' : ''}`,
  );
  return `Field accuracy by run: ${parts.join('; ')}.`;
}
