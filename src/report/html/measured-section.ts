import type { RunSummary } from '../../compare/run-summary.ts';
import { fieldTestLines, frontLines, historyLines, mixLines, speedTrendLines, spreadLines } from '../detail-lines.ts';
import { bytesText, percentText, probabilityText, threeDigits } from '../number-text.ts';
import type { ReportHistory } from '../report-model.ts';
import { timingRows } from '../timing-rows.ts';
import { FRONT_CAPTION, placesCaption } from './accuracy-scatter.ts';
import { historyChart, historyText } from './history-chart.ts';
import { type Markup, html } from './html-text.ts';
import { figure } from './charts-section.ts';
import { latencyChart, latencyKnown, latencyText } from './latency-chart.ts';
import type { Charts } from './load-plot.ts';
import { memoryChart, memoryKnown, memoryText } from './memory-chart.ts';
import { profileChart, profileKnown, profileText } from './profile-chart.ts';
import { reliabilityChart, reliabilityKnown, reliabilityText } from './reliability-chart.ts';
import { timingTable } from './timing-table.ts';
import { placeWords, speedChart, speedsKnown, speedText } from './speed-chart.ts';

/** Speed, memory and confidence of every variant, the front that they make, and how the numbers moved over the runs. */
export function measuredSection(charts: Charts, summary: RunSummary, history: readonly ReportHistory[]): Markup | null {
  const rows = 60 + 34 * summary.variants.length;
  const runs = new Set(history.map(({ runId }) => runId));
  const figures = [
    speedsKnown(summary) &&
      figure({
        title: 'Field accuracy against speed',
        text: speedText(summary),
        draw: (width) => speedChart(charts, summary, { width, height: 300 }),
        caption: `${FRONT_CAPTION} ${placesCaption(summary) ?? ''}`.trim(),
      }),
    profileKnown(summary) &&
      figure({
        title: 'Documents by how much of them is right',
        text: profileText(summary),
        draw: (width) => profileChart(charts, summary, { width, height: 300 }),
        caption: 'A line that falls early means a few ruined documents behind a good mean.',
      }),
    latencyKnown(summary) &&
      figure({
        title: 'How long a document waits',
        text: latencyText(summary),
        draw: (width) => latencyChart(charts, summary, { width, height: rows }),
        caption:
          'Line: all documents. Bar: the middle half. Tick: the median. A batch ends together, so it counts whole.',
      }),
    memoryKnown(summary) &&
      figure({
        title: 'Memory predicted and measured',
        text: memoryText(summary),
        draw: (width) => memoryChart(charts, summary, { width, height: rows }),
        caption: 'Dashed: predicted before the load. Filled: measured growth at its peak. Tick: size of the file.',
      }),
    reliabilityKnown(summary) &&
      figure({
        across: true,
        title: 'Whether confidence can be trusted',
        text: reliabilityText(summary),
        draw: (width) => reliabilityChart(charts, summary, { width, height: 0 }),
        caption:
          'Documents in groups by the mean probability of their tokens (across) against field accuracy (up), in percent. On the dashed line both agree; below it the model is too sure.',
      }),
    runs.size > 1 &&
      figure({
        across: true,
        title: 'Field accuracy over the runs',
        text: historyText(history),
        draw: (width) => historyChart(charts, history, { width, height: 300 }),
        caption: `Oldest first: ${[...runs].join(', ')}. Ringed: the paired test sees a change.`,
      }),
  ].filter((drawn) => drawn !== false);
  const lines = [
    ...frontLines(summary),
    ...speedTrendLines(summary),
    ...mixLines(summary),
    ...spreadLines(summary),
    ...historyLines(history),
    ...fieldTestLines(summary),
  ];
  if (figures.length === 0 && lines.length === 0 && timingRows(summary).length === 0) return null;
  return html`<section id="measured" aria-labelledby="measured-title"><h2 id="measured-title">Speed, memory, confidence</h2>
<div class="charts">${figures}</div>
${frontTable(summary)}${timingTable(summary)}
${lines.length > 0 && html`<ul class="lines">${lines.map((line) => html`<li>${line}</li>`)}</ul>`}
${fieldTests(summary)}
</section>`;
}

function frontTable({ front = [] }: RunSummary): Markup | null {
  if (front.length === 0) return null;
  const number = (label: string): Markup => html`<th scope="col" class="number">${label}</th>`;
  const rows = front.map((entry) => {
    const { variant, bestRank, worstRank, place, dominatedBy, resampleShare, secondsPerDocument, memoryBytes } = entry;
    const rank = bestRank === worstRank ? String(bestRank) : `${bestRank}–${worstRank}`;
    const by = place === 'dominated' ? ` by ${dominatedBy.join(', ')}` : '';
    return html`<tr><th scope="row">${variant}</th><td class="number">${rank}</td><td class="number">${threeDigits(secondsPerDocument)}</td><td class="number">${bytesText(memoryBytes)}</td><td>${placeWords(place)}${by}</td><td class="number">${percentText(resampleShare)}%</td></tr>
`;
  });
  return html`<details><summary>Ranks and the front in full</summary><div class="scroll" tabindex="0" role="region" aria-label="Ranks and front"><table><caption class="hidden">Ranks that the accuracies allow, and the place of each variant</caption>
<thead><tr><th scope="col">Variant</th>${number('Rank by accuracy')}${number('Seconds/document')}${number('Memory')}<th scope="col">Place</th>${number('Resamples on the front')}</tr></thead><tbody>${rows}</tbody></table></div>
<p class="note">A rank is a range where the evidence does not separate: all true ranks lie in their ranges at once with 95%.</p></details>`;
}

function fieldTests({ comparisons }: RunSummary): Markup | null {
  const rows = comparisons.flatMap(({ candidate, fieldTests: tests = [] }) =>
    tests.map(({ field, lost, gained, pValue, qValue }, index) => {
      const head = index === 0 && html`<th scope="rowgroup" rowspan="${tests.length}">${candidate}</th>`;
      const cells = [lost, gained, probabilityText(pValue), probabilityText(qValue)];
      return html`<tr>${head}<th scope="row">${field}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
    }),
  );
  if (rows.length === 0) return null;
  return html`<details><summary>Single fields, for exploration</summary><div class="scroll" tabindex="0" role="region" aria-label="Single fields"><table class="figures grouped"><caption class="hidden">Fields that flipped in some document</caption>
<thead><tr><th scope="col">Candidate</th><th scope="col" class="word">Field</th><th scope="col">Lost</th><th scope="col">Gained</th><th scope="col">p</th><th scope="col">q</th></tr></thead><tbody>${rows}</tbody></table></div>
<p class="note">p: McNemar’s mid-p of one field. q: by Benjamini and Hochberg over the fields of one candidate, it bounds the share of false claims, not the chance of one. For exploration; no verdict rests on it.</p></details>`;
}
