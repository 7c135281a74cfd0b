import type { HistoryStep } from '../../compare/run-history.ts';
import { figure } from '../../report/html/charts-section.ts';
import { historyChart, historyText } from '../../report/html/history-chart.ts';
import type { Markup } from '../../report/html/html-text.ts';
import { loadPlot } from '../../report/html/load-plot.ts';
import { withoutStyles } from './report-body.ts';

/** Field accuracy of every variant from run to run, as the report draws it; `null` where there is only one run. */
export async function drawHistory(steps: readonly HistoryStep[]): Promise<Markup | null> {
  if (new Set(steps.map(({ runId }) => runId)).size < 2) return null;
  const charts = await loadPlot();
  const history = steps.map(({ measured, moved, ...step }) => ({
    ...step,
    fieldAccuracy: measured.fieldAccuracy,
    change: moved,
  }));
  return withoutStyles(
    figure({
      across: true,
      title: 'Field accuracy from run to run',
      text: historyText(history),
      draw: (width) => historyChart(charts, history, { width, height: 300 }),
      caption: 'Bars are intervals over documents; a ring marks a change that the paired test over all steps shows.',
    }),
  );
}
