import type { RunSummary } from '../../compare/run-summary.ts';
import { blankUnmeasured } from '../blank-unmeasured.ts';
import type { ReportHistory } from '../report-model.ts';
import { accuracyChart } from './accuracy-chart.ts';
import type { ChartSize } from './chart-marks.ts';
import { forestChart, forestHeight } from './forest-chart.ts';
import { historyChart, historyText } from './history-chart.ts';
import { latencyChart, latencyKnown, latencyText } from './latency-chart.ts';
import { loadPlot } from './load-plot.ts';
import { memoryChart, memoryKnown, memoryText } from './memory-chart.ts';
import { profileChart, profileKnown, profileText } from './profile-chart.ts';
import { reliabilityChart, reliabilityKnown, reliabilityText } from './reliability-chart.ts';
import { tiersChart, tiersHeight, tiersKnown, tiersText } from './tiers-chart.ts';
import { speedChart, speedsKnown, speedText } from './speed-chart.ts';

/** The charts of a report by name. */
export const CHARTS = [
  'accuracy',
  'differences',
  'speed',
  'profile',
  'latency',
  'memory',
  'reliability',
  'tiers',
  'history',
] as const;
export type ChartName = (typeof CHARTS)[number];

export interface DrawnChart {
  /** SVG; of the reliability several, in spans. Colours are CSS variables of the page: --ink, --muted, --page, --good, --bad, --open. */
  markup: string;
  /** What it shows, for those who do not see it. */
  text: string;
}

export interface ChartModel {
  summary: RunSummary;
  history?: readonly ReportHistory[];
}

/**
 * One chart as any page may show it, drawn by the code of the report; `null` where the run has nothing to draw. The same
 * model and size always give the same bytes.
 */
export async function drawChart(
  name: ChartName,
  { summary: given, history = [] }: ChartModel,
  { width, height }: Partial<ChartSize> = {},
): Promise<DrawnChart | null> {
  const summary = blankUnmeasured(given);
  const charts = await loadPlot();
  const rows = 60 + 34 * summary.variants.length;
  const size = (usual: number): ChartSize => ({ width: width ?? 528, height: height ?? usual });
  switch (name) {
    case 'accuracy':
      if (!summary.variants.some(({ documents }) => documents > 0)) return null;
      return { markup: accuracyChart(charts, summary, size(300)).text, text: 'Field accuracy against file size.' };
    case 'differences': {
      const measured = summary.comparisons.filter(({ difference }) => Number.isFinite(difference.value));
      if (measured.length === 0) return null;
      const markup = forestChart(charts, summary, size(forestHeight(measured.length))).text;
      return { markup, text: measured.map(({ sentence }) => sentence).join(' ') };
    }
    case 'speed':
      if (!speedsKnown(summary)) return null;
      return { markup: speedChart(charts, summary, size(300)).text, text: speedText(summary) };
    case 'profile':
      if (!profileKnown(summary)) return null;
      return { markup: profileChart(charts, summary, size(300)).text, text: profileText(summary) };
    case 'latency':
      if (!latencyKnown(summary)) return null;
      return { markup: latencyChart(charts, summary, size(rows)).text, text: latencyText(summary) };
    case 'memory':
      if (!memoryKnown(summary)) return null;
      return { markup: memoryChart(charts, summary, size(rows)).text, text: memoryText(summary) };
    case 'reliability':
      if (!reliabilityKnown(summary)) return null;
      return { markup: reliabilityChart(charts, summary, size(0)).text, text: reliabilityText(summary) };
    case 'tiers': {
      if (!tiersKnown(summary)) return null;
      const height = tiersHeight(summary, width ?? 528);
      return { markup: tiersChart(charts, summary, size(height)).text, text: tiersText(summary) };
    }
    default:
      if (history.length === 0) return null;
      return { markup: historyChart(charts, history, size(300)).text, text: historyText(history) };
  }
}
