import { ALLOWABLE } from '../../compare/comparability.ts';
import type { ComparedRuns, PairNotes } from '../../compare/compare-runs.ts';
import { type Markup, html } from '../../report/html/html-text.ts';
import type { RunRow } from '../live/run-rows.ts';
import { renderPage } from './layout.ts';
import { renderReportBody } from './report-body.ts';

/** What is asked to be compared. */
export interface CompareChoice {
  /** `RUN` or `RUN:VARIANT`; the first is the baseline. */
  references: string[];
  allowed: string[];
  rescore: boolean;
}

export interface ComparePageInput {
  rows: readonly RunRow[];
  choice: CompareChoice;
  /** `null` while too little is chosen. */
  compared: ComparedRuns | null;
  /** Why nothing is compared although enough is chosen. */
  problem: { message: string; hint: string | null } | null;
}

/** Any two or more runs or variants side by side, and where they cannot be compared, why. */
export async function renderComparePage({ rows, choice, compared, problem }: ComparePageInput): Promise<string> {
  const body = html`<h1>Compare</h1>
<p class="detail">The first is the baseline of all others. A run alone compares its variants with those of the same name; <code>RUN:VARIANT</code> names one.</p>
${chooser(rows, choice)}
${problem !== null && html`<p class="notice bad" role="alert">${problem.message}${problem.hint !== null && html` <br>${problem.hint}`}</p>`}
${compared !== null && (await result(compared))}`;
  return renderPage({ title: 'Compare', place: '/compare', body, scripts: ['compare'] });
}

function chooser(rows: readonly RunRow[], { references, allowed, rescore }: CompareChoice): Markup {
  const places = [...references, ...Array.from({ length: Math.max(1, 2 - references.length) }, () => '')];
  return html`<form class="filters" id="compare" method="get"><datalist id="runs">${rows.map(({ runId, name }) => html`<option value="${runId}">${name}</option>`)}</datalist>
${places.map((reference, place) => html`<label>${place === 0 ? 'Baseline' : `Candidate ${place}`} <input name="run" list="runs" value="${reference}" size="34" autocomplete="off" spellcheck="false"></label>`)}
${ALLOWABLE.map((what) => html`<label><input type="checkbox" name="allow" value="${what}"${allowed.includes(what) && html` checked`}>let ${what} differ</label>`)}
<label><input type="checkbox" name="rescore" value="1"${rescore && html` checked`}>score again</label>
<button>Compare</button></form>`;
}

async function result({ summary, pairs }: ComparedRuns): Promise<Markup> {
  const { hero, rest } = await renderReportBody(summary);
  return html`${pairs.map(obstacles)}
${hero}
${rest}
<section aria-labelledby="differences-title"><h2 id="differences-title">What differs</h2><p class="lead">Everything in which the two were asked or measured differently.</p>${pairs.map(differences)}</section>`;
}

function obstacles({ baseline, candidate, obstacles: found }: PairNotes): Markup {
  if (found.length === 0) return html``;
  return html`<div class="notice bad" role="note"><p><b>${candidate}</b> cannot be compared with <b>${baseline}</b>.</p><ul>${found.map(({ text, mend }) => html`<li>${text}. <span class="range">${inThisPage(mend)}</span></li>`)}</ul></div>`;
}

/** What the command line is told in an option is a box to tick here. */
function inThisPage(mend: string): string {
  return mend
    .replace('add --rescore', 'tick “score again”')
    .replace(/add --allow (\w+)/, (_, what: string) => `tick “let ${what} differ”`);
}

function differences({ baseline, candidate, differences: found }: PairNotes): Markup {
  return html`<h3>${candidate} against ${baseline}</h3>${
    found.length === 0
      ? html`<p class="note">Nothing.</p>`
      : html`<pre class="diff" tabindex="0" role="region" aria-label="What differs between ${baseline} and ${candidate}">${found.map(
          ({ path, baseline: old, candidate: now }) =>
            html`${
              old !== null &&
              html`<span class="minus">- ${path}: ${old}</span>
`
            }${
              now !== null &&
              html`<span class="plus">+ ${path}: ${now}</span>
`
            }`,
        )}</pre>`
  }`;
}
