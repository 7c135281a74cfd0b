import type { RunSummary } from '../../compare/run-summary.ts';
import type { Answer } from '../answer.ts';
import { counted } from '../number-text.ts';
import { runWarnings } from '../run-warnings.ts';
import { type Markup, html } from './html-text.ts';

/** The top of the page: the question, the answer in one line, the three figures that back it, and every warning. */
export function heroSection(summary: RunSummary, answers: Answer[]): Markup {
  const { dataset, name } = summary;
  const [first, ...others] = answers;
  return html`<header>
<p class="kicker"><span class="brand">Assay</span> <span>${name}</span> <span>${dataset.name}, ${dataset.split} split</span> <span>${counted(dataset.documents, 'document')}</span></p>
<p class="question">${summary.question}</p>
${first === undefined ? html`<h1>Nothing to compare yet.</h1>` : answerMarkup(first, 'h1')}
${others.map((answer) => answerMarkup(answer, 'p'))}
${warningsMarkup(runWarnings(summary))}
</header>`;
}

function answerMarkup(answer: Answer, element: 'h1' | 'p'): Markup {
  const line = headlineMarkup(answer);
  return html`${element === 'h1' ? html`<h1${answer.headline.length > 44 && html` class="long"`}>${line}</h1>` : html`<p class="headline">${line}</p>`}
${answer.facts.length > 0 && html`<dl class="facts">${answer.facts.map((fact) => html`<div><dt>${fact.label}</dt><dd class="figure">${fact.value}</dd><dd class="source">${fact.note}</dd></div>`)}</dl>`}
${answer.detail !== '' && html`<p class="detail">${answer.detail}</p>`}`;
}

/** The headline with the chosen variant in the colour of the verdict. */
function headlineMarkup({ headline, choice, tone }: Answer): Markup {
  if (choice === null || !headline.startsWith(choice)) return html`${headline}`;
  return html`<span class="${tone}">${choice}</span>${headline.slice(choice.length)}`;
}

function warningsMarkup(warnings: string[]): Markup | null {
  if (warnings.length === 0) return null;
  return html`<div class="warnings" role="note" aria-label="Warnings"><p>${warnings.length === 1 ? 'Warning' : `${warnings.length} warnings`}</p><ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul></div>`;
}
