import type { RunSummary } from '../../compare/run-summary.ts';
import { bytesText, listed } from '../number-text.ts';
import { bottomAxis, ROOMY_PX, rowsFrame } from './chart-axes.ts';
import type { ChartSize } from './chart-marks.ts';
import type { Markup } from './html-text.ts';
import type { Charts } from './load-plot.ts';

interface Row {
  id: string;
  file: number;
  predicted: number;
  measured: number;
}

/** Memory of one worker: what was predicted before the load as an open bar, what was measured as a full one, the file as a tick. */
export function memoryChart({ Plot, svg }: Charts, summary: RunSummary, size: ChartSize): Markup {
  const rows = rowsOf(summary);
  const most = Math.max(...rows.flatMap(({ predicted, measured, file }) => [predicted, measured, file]));
  return svg({
    ...rowsFrame(size, rows),
    x: bottomAxis('memory of one worker', {
      domain: [0, most * 1.04],
      grid: true,
      ticks: size.width > ROOMY_PX ? 5 : 3,
      tickFormat: (bytes: number) => bytesText(bytes).replace(/\.0+ /, ' '),
    }),
    marks: [
      Plot.barX(
        rows.filter(({ measured }) => measured > 0),
        { x: 'measured', y: 'id', fill: 'var(--muted)', fillOpacity: 0.5, insetTop: 5, insetBottom: 5 },
      ),
      Plot.barX(rows, {
        x: 'predicted',
        y: 'id',
        fill: 'none',
        stroke: 'var(--ink)',
        strokeDasharray: '3 2',
        insetTop: 2,
        insetBottom: 2,
      }),
      Plot.tickX(rows, { x: 'file', y: 'id', stroke: 'var(--ink)', strokeWidth: 2, insetTop: 5, insetBottom: 5 }),
    ],
  });
}

export function memoryText(summary: RunSummary): string {
  const parts = rowsOf(summary).map(
    ({ id, predicted, measured, file }) =>
      `${id} file ${bytesText(file)}, predicted ${bytesText(predicted)}, measured ${measured > 0 ? bytesText(measured) : 'nothing'}`,
  );
  return `Memory: ${listed(parts)}.`;
}

export function memoryKnown(summary: RunSummary): boolean {
  return rowsOf(summary).length > 0;
}

function rowsOf({ variants }: RunSummary): Row[] {
  return variants.flatMap(({ id, fileBytes, batch }) =>
    batch.predictedBytes > 0
      ? [{ id, file: fileBytes, predicted: batch.predictedBytes, measured: batch.measuredBytes }]
      : [],
  );
}
