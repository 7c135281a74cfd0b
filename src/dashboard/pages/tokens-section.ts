import type { TrialRecord } from '../../records/record.ts';
import { type Markup, html } from '../../report/html/html-text.ts';
import { percentText } from '../../report/number-text.ts';
import { visibleText } from '../../report/safe-text.ts';
import type { ComparedDocument } from '../documents/load-document.ts';
import { firstDifference, type TokenStep, tokenSteps } from '../documents/token-steps.ts';

/** Below these probabilities a token takes the next shade. */
const SHADES = [0.99, 0.9, 0.6, 0.3] as const;
const LEAST_SURE = 6;

/** What both variants wrote, token by token, with how sure they were and where they part. */
export function renderTokensSection({ baseline, candidate, before, after }: ComparedDocument): Markup {
  const arms = [
    { name: baseline, record: before },
    ...(candidate === null ? [] : [{ name: candidate, record: after }]),
  ];
  const steps = arms.map(({ record }) => tokenSteps(record));
  const [a, b] = steps;
  const parted =
    a !== null && a !== undefined && b !== null && b !== undefined ? { at: firstDifference(a, b), a, b } : null;
  return html`<section aria-labelledby="tokens-title"><h2 id="tokens-title">Tokens</h2>
${steps.some((own) => own !== null) && legend()}
${parted !== null && partingLine(parted, { baseline, candidate: candidate ?? '' })}
<div class="two">${arms.map(({ name, record }, place) => html`<div><h3>${name}</h3>${answerMarkup(name, record, { steps: steps[place] ?? null, parted: parted?.at ?? null })}</div>`)}</div></section>`;
}

function legend(): Markup {
  const words = ['under 99%', 'under 90%', 'under 60%', 'under 30%'];
  return html`<ul class="keys" aria-label="Shades of tokens"><li>Probability of a token:</li>${words.map((text, place) => html`<li><span class="p${place + 1}">${text}</span></li>`)}<li>an outline marks the first token that differs</li></ul>`;
}

function partingLine(
  { at, a, b }: { at: number | null; a: TokenStep[]; b: TokenStep[] },
  { baseline, candidate }: { baseline: string; candidate: string },
): Markup {
  if (at === null) return html`<p class="lead">Both wrote the same ${a.length} tokens.</p>`;
  return html`<p class="lead">The first token that differs is number ${at + 1}: ${baseline} wrote ${tokenText(a[at])}, ${candidate} ${tokenText(b[at])}. Everything after it follows from it.</p>`;
}

function tokenText(step: TokenStep | undefined): Markup {
  if (step === undefined) return html`nothing more`;
  return html`<code>${visibleText(step.text)}</code> (${probability(step)})`;
}

function answerMarkup(
  name: string,
  record: TrialRecord | null,
  { steps, parted }: { steps: TokenStep[] | null; parted: number | null },
): Markup {
  if (record === null) return html`<p class="note">Not measured yet.</p>`;
  if (record.kind === 'failed') return html`<p class="note">There is no answer: ${record.stage}: ${record.reason}</p>`;
  const { meanLogProbability, outputTokens, finish } = record;
  const mean =
    meanLogProbability === null
      ? ''
      : `, mean log-probability ${meanLogProbability < 0 ? '−' : ''}${Math.abs(meanLogProbability).toFixed(3)}`;
  const about = html`<p class="note">${outputTokens} tokens${mean}${finish === 'length' && ', cut off at the limit'}.</p>`;
  if (steps === null) {
    return html`<div class="tokens">${visibleText(record.output)}</div>${about}<p class="note">This record does not hold its tokens one by one: it is of a runtime that cannot tell them, or of an earlier release.</p>`;
  }
  return html`<div class="tokens" tabindex="0" role="region" aria-label="Answer of ${name}, token by token">${steps.map((step, place) => tokenMarkup(step, place === parted))}</div>${about}${leastSure(steps)}`;
}

function tokenMarkup(step: TokenStep, first: boolean): Markup {
  const shade = SHADES.filter((limit) => Math.exp(step.logProbability) < limit).length;
  return html`<span class="p${shade}${first && ' first'}" title="${probability(step)}">${visibleText(step.text)}</span>`;
}

/** The same for those who see no shades. */
function leastSure(steps: readonly TokenStep[]): Markup {
  const least = steps
    .map((step, place) => ({ step, place }))
    .sort((a, b) => a.step.logProbability - b.step.logProbability)
    .slice(0, LEAST_SURE);
  return html`<p class="note">Least sure: ${least.map(({ step, place }, i) => html`${i > 0 && ', '}<code>${visibleText(step.text)}</code> ${probability(step)} (token ${place + 1})`)}.</p>`;
}

function probability({ logProbability }: TokenStep): string {
  return `${percentText(Math.exp(logProbability))}%`;
}
