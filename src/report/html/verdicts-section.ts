import type { ComparisonSummary, RunSummary, VariantSummary } from '../../compare/run-summary.ts';
import type { Estimate } from '../../statistics/estimate.ts';
import {
  bytesText,
  countText,
  percentRange,
  percentText,
  pointsRange,
  pointsText,
  probabilityText,
  threeDigits,
} from '../number-text.ts';
import { splitSentence, verdictTone } from '../verdict-words.ts';
import { type Markup, html } from './html-text.ts';
import { symbolMark, symbolOf } from './verdict-symbol.ts';

/** Every variant with its numbers, its verdict and the sentence that explains it; below, the comparisons in full. */
export function verdictsSection(summary: RunSummary, chosen: ReadonlySet<string>): Markup {
  return html`<section id="verdicts" aria-labelledby="verdicts-title"><h2 id="verdicts-title">Verdicts</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Variants and verdicts"><table class="ladder"><caption class="hidden">Variants with size, accuracy, speed and verdict</caption>
<thead><tr><th scope="col">Variant</th><th scope="col" class="number">File</th><th scope="col" class="number">Field accuracy</th><th scope="col" class="number">Documents exact</th><th scope="col" class="number">Documents/s</th><th scope="col" class="number">Ungrounded</th><th scope="col" class="number">Failed</th></tr></thead>
${summary.variants.map((variant) => variantRows(summary, variant, chosen.has(variant.id)))}
</table></div>
${summary.comparisons.length > 0 && comparisonsTable(summary.comparisons)}
</section>`;
}

function variantRows(summary: RunSummary, variant: VariantSummary, chosen: boolean): Markup {
  const comparison = summary.comparisons.find(({ candidate }) => candidate === variant.id);
  return html`<tbody${chosen && html` class="chosen"`}><tr><th scope="row">${symbolMark(symbolOf(comparison))}${variant.id}</th><td class="number">${bytesText(variant.fileBytes)}</td>${shareCell(variant.fieldAccuracy)}${shareCell(variant.documentExact)}<td class="number">${threeDigits(variant.documentsPerSecond)}</td>${shareCell(variant.hallucination.ungrounded)}<td class="number">${countText(variant.failures)} <span class="range">of ${countText(variant.documents)}</span></td></tr>
<tr class="sentence"><td colspan="7">${comparison === undefined ? html`Baseline` : sentence(comparison)}</td></tr></tbody>
`;
}

function sentence(comparison: ComparisonSummary): Markup {
  const { head, rest } = splitSentence(comparison);
  const { reason } = comparison;
  const known = reason === '' || comparison.sentence.includes(reason);
  return html`<b class="${verdictTone(comparison.verdict)}">${head}</b> ${rest}${known ? null : html` <span class="reason">(${reason})</span>`}`;
}

function shareCell(estimate: Estimate | null): Markup {
  if (estimate === null || !Number.isFinite(estimate.value)) return html`<td class="number">–</td>`;
  return html`<td class="number">${percentText(estimate.value)}% <span class="range">${percentRange(estimate)}</span></td>`;
}

function comparisonsTable(comparisons: ComparisonSummary[]): Markup {
  const rows = comparisons.map(
    (comparison) =>
      html`<tr><th scope="row">${comparison.candidate} − ${comparison.baseline}</th><td class="number">${pointsText(comparison.difference.value)} <span class="range">${pointsRange(comparison.difference)}</span></td><td class="number">${pointsText(comparison.lowerBound)}</td><td class="number">${countText(comparison.flips.lost)}</td><td class="number">${countText(comparison.flips.gained)}</td><td class="number">${countText(comparison.flips.changedStillWrong)}</td><td class="number">${countText(comparison.broken.count)} <span class="range">at most ${percentText(comparison.broken.upperBound)}%</span></td><td class="number">${probabilityText(comparison.pValue)} <span class="range">adjusted ${probabilityText(comparison.adjustedPValue)}</span></td><td class="number">${percentText(comparison.minimumDetectableEffect)}</td><td class="number">${countText(comparison.n)}</td></tr>`,
  );
  return html`<details><summary>Paired differences in full</summary><div class="scroll" tabindex="0" role="region" aria-label="Paired differences"><table><caption class="hidden">Paired differences in points</caption>
<thead><tr><th scope="col">Difference, points</th><th scope="col" class="number">Mean and interval</th><th scope="col" class="number">Bound</th><th scope="col" class="number">Lost</th><th scope="col" class="number">Gained</th><th scope="col" class="number">Still wrong</th><th scope="col" class="number">Broken</th><th scope="col" class="number">p</th><th scope="col" class="number">Detectable</th><th scope="col" class="number">n</th></tr></thead><tbody>
${rows}</tbody></table></div>
<p class="note">Bound: one-sided lower bound of the difference, the one that decides. Broken: documents that the baseline reads and the candidate does not, with the upper bound of their share. Detectable: the smallest difference in points that this many documents show four times out of five.</p></details>`;
}
