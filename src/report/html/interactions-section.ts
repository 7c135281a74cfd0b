import type { RunSummary } from '../../compare/run-summary.ts';
import { interactionLines } from '../interaction-lines.ts';
import { type Markup, html } from './html-text.ts';

/** What becomes of one axis' advantage under another; nothing where a single axis is swept. */
export function interactionsSection(summary: RunSummary): Markup | null {
  const lines = interactionLines(summary);
  if (lines.length === 0) return null;
  return html`<section id="interactions" aria-labelledby="interactions-title"><h2 id="interactions-title">Interactions</h2>
<p class="lead">Whether an advantage survives a change on another axis: contrasts paired by document, all of two axes tested together.</p>
<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`;
}
