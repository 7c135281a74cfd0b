import { makeAnswers } from '../../report/answer.ts';
import { blankUnmeasured } from '../../report/blank-unmeasured.ts';
import type { RunSummary } from '../../compare/run-summary.ts';
import { chartsSection } from '../../report/html/charts-section.ts';
import { distanceSection } from '../../report/html/distance-section.ts';
import { fieldsSection } from '../../report/html/fields-section.ts';
import { heroSection } from '../../report/html/hero-section.ts';
import { type Markup, html, trusted } from '../../report/html/html-text.ts';
import { interactionsSection } from '../../report/html/interactions-section.ts';
import { loadPlot } from '../../report/html/load-plot.ts';
import { measuredSection } from '../../report/html/measured-section.ts';
import { methodSection } from '../../report/html/method-section.ts';
import { scoresSection } from '../../report/html/scores-section.ts';
import { slicesSection } from '../../report/html/slices-section.ts';
import { verdictsSection } from '../../report/html/verdicts-section.ts';
import type { VariantDistance } from '../../schedule/distance-file.ts';

/** The parts of the report that stand above and below what a page has of its own. */
export interface ReportBody {
  hero: Markup;
  rest: Markup;
}

/** The sections of the report, drawn by the same code, without style attributes: the policy of the dashboard lets none in. */
export async function renderReportBody(
  measured: RunSummary,
  distances: readonly VariantDistance[] = [],
): Promise<ReportBody> {
  const charts = await loadPlot();
  const summary = blankUnmeasured(measured);
  const answers = makeAnswers(summary);
  const chosen = new Set(answers.flatMap(({ choice }) => (choice === null ? [] : [choice])));
  return {
    hero: heroSection(summary, answers),
    rest: withoutStyles(html`${chartsSection(charts, summary)}
${verdictsSection(summary, chosen)}
${measuredSection(charts, summary, [])}${distanceSection(distances)}${interactionsSection(summary)}${fieldsSection(summary)}
${scoresSection(summary)}${slicesSection(charts, summary)}
${methodSection(summary, [])}`),
  };
}

/** Style attributes of drawings as attributes of their own, which mean the same in SVG. Text cannot hold a raw quote. */
export function withoutStyles(markup: Markup): Markup {
  return trusted(
    markup.text.replace(/ style="([^"]*)"/g, (_, style: string) =>
      style
        .split(';')
        .map((declaration) => /^\s*([a-z-]+)\s*:\s*(.+?)\s*$/.exec(declaration))
        .map((found) => (found === null ? '' : ` ${found[1]}="${found[2]}"`))
        .join(''),
    ),
  );
}
