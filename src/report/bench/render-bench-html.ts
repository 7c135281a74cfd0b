import type { SpeedReport, SpeedRow } from '../../schedule/measure-speed.ts';
import { CHART_STYLE } from '../html/chart-marks.ts';
import { html, trusted } from '../html/html-text.ts';
import { loadPlot } from '../html/load-plot.ts';
import { PAGE_STYLE } from '../html/page-style.ts';
import { counted } from '../number-text.ts';
import { BENCH_HEADING, benchFacts, benchRow } from './bench-table.ts';

/** Height and width of the chart in pixels. */
const SIZE = { width: 900, height: 420 };

/** A page that needs nothing from outside: speed over width with intervals, and the table. */
export async function renderBenchHtml(report: SpeedReport): Promise<string> {
  const rows = report.rows.filter(({ sampled }) => sampled !== null);
  const chart = await drawSpeeds(rows);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Speed of ${report.model.name}</title>
<style>${trusted(PAGE_STYLE)}
table { border-collapse: collapse; margin-top: 32px; } th, td { text-align: right; padding: 4px 12px; border-bottom: 1px solid var(--line); white-space: nowrap; }
h1 { margin-bottom: 20px; }
figure { margin: 32px 0 0; } figcaption { color: var(--muted); font-size: 13px; }</style>
</head>
<body><main>
<p class="kicker"><span class="brand">Assay</span><span>${report.measuredAt.slice(0, 10)}</span></p>
<h1 class="long">Tokens per second of ${report.model.name}</h1>
${benchFacts(report).map((fact) => html`<p>${fact}</p>`)}
<figure aria-label="Decoded tokens per second with sampling, by batch width"><div class="scroll" tabindex="0" role="region" aria-label="Chart">${chart}</div><figcaption>Decoding with sampling, all workers together; bars are 95 % intervals.</figcaption></figure>
<div class="scroll" tabindex="0" role="region" aria-label="Figures"><table><thead><tr>${BENCH_HEADING.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${report.rows.map((row) => html`<tr>${benchRow(row).map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>
</main></body>
</html>
`;
  return page.text;
}

async function drawSpeeds(rows: readonly SpeedRow[]) {
  const { Plot, svg } = await loadPlot();
  const points = rows.map((row) => ({
    width: row.width,
    series: `${counted(row.workers, 'worker')} × ${counted(row.threads, 'thread')}, ${row.kvCacheType}`,
    value: row.sampled?.value ?? 0,
    low: row.sampled?.low ?? 0,
    high: row.sampled?.high ?? 0,
  }));
  const widths = [...new Set(points.map(({ width }) => width))].sort((a, b) => a - b);
  const last = points.filter(({ width }) => width === widths.at(-1));
  return svg({
    ...SIZE,
    marginLeft: 60,
    marginRight: 190,
    marginBottom: 44,
    style: CHART_STYLE,
    x: {
      type: 'point',
      domain: widths,
      label: 'sequences decoded together, per worker',
      labelAnchor: 'center',
      labelArrow: false,
    },
    y: { zero: true, grid: true, label: 'tokens per second', labelArrow: false },
    color: { scheme: 'Tableau10', domain: [...new Set(points.map(({ series }) => series))] },
    marks: [
      Plot.ruleX(points, { x: 'width', y1: 'low', y2: 'high', stroke: 'series', strokeWidth: 2 }),
      Plot.line(points, { x: 'width', y: 'value', stroke: 'series', sort: 'width', strokeWidth: 2 }),
      Plot.dot(points, { x: 'width', y: 'value', fill: 'series', r: 4 }),
      Plot.text(last, { x: 'width', y: 'value', text: 'series', dx: 10, textAnchor: 'start', fill: 'var(--ink)' }),
    ],
  });
}
