import { sha256 } from '../../core/hash.ts';
import { makeAnswers } from '../answer.ts';
import { blankUnmeasured } from '../blank-unmeasured.ts';
import { importantFlips } from '../important-flips.ts';
import type { ReportModel } from '../report-model.ts';
import { chartsSection } from './charts-section.ts';
import { distanceSection } from './distance-section.ts';
import { fieldsSection } from './fields-section.ts';
import { flipsSection } from './flips-section.ts';
import { heroSection } from './hero-section.ts';
import { html, trusted } from './html-text.ts';
import { interactionsSection } from './interactions-section.ts';
import { loadPlot } from './load-plot.ts';
import { measuredSection } from './measured-section.ts';
import { methodSection } from './method-section.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import { scoresSection } from './scores-section.ts';
import { slicesSection } from './slices-section.ts';
import { verdictsSection } from './verdicts-section.ts';

export interface HtmlOptions {
  /** At most this many flipped fields are embedded, the most important first; the page says how many it leaves out. */
  maxFlips?: number;
}

const MAX_FLIPS = 600;

/**
 * The report as one HTML file that needs nothing else: no request, no font, no image. The policy in its head lets only its
 * own script run, so that text of a document or a model stays text whatever it holds. Equal models give equal bytes.
 */
export async function renderHtml(model: ReportModel, { maxFlips = MAX_FLIPS }: HtmlOptions = {}): Promise<string> {
  const charts = await loadPlot();
  const { notes = [] } = model;
  const summary = blankUnmeasured(model.summary);
  const answers = makeAnswers(summary);
  const chosen = new Set(answers.flatMap((answer) => (answer.choice === null ? [] : [answer.choice])));
  const scriptHash = Buffer.from(sha256(PAGE_SCRIPT), 'hex').toString('base64');
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${answers[0]?.headline ?? summary.name} · Assay</title>
<style>${trusted(PAGE_STYLE)}</style>
</head>
<body>
<main>
${heroSection(summary, answers)}
${chartsSection(charts, summary)}
${verdictsSection(summary, chosen)}
${measuredSection(charts, summary, model.history ?? []) ?? ''}${distanceSection(model.distances ?? []) ?? ''}${interactionsSection(summary) ?? ''}${fieldsSection(summary)}
${scoresSection(summary) ?? ''}${slicesSection(charts, summary)}
${flipsSection(summary, importantFlips(model.flips, maxFlips))}
${methodSection(summary, notes)}
</main>
<script>${trusted(PAGE_SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}
