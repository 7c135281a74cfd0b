import type { TrialRecord } from '../../records/record.ts';
import { changedPart } from '../../report/html/changed-part.ts';
import { type Markup, html } from '../../report/html/html-text.ts';
import { percentText } from '../../report/number-text.ts';
import { visibleValue } from '../../report/safe-text.ts';
import type { FieldScore } from '../../scoring/outcome.ts';
import type { ComparedDocument } from '../documents/load-document.ts';
import { renderMarkedText } from '../documents/mark-text.ts';
import { makeTextMarks } from '../documents/text-marks.ts';
import { renderPage } from './layout.ts';
import { datasetLink, documentLink, flipsLink } from './links.ts';
import { renderPapers } from './paper.ts';
import { renderRunHead } from './run-head.ts';
import { renderTokensSection } from './tokens-section.ts';

/** The document behind a number: the page with boxes, the text with its values, truth and answers side by side, the tokens. */
export function renderDocumentPage(compared: ComparedDocument, chosen: string): string {
  const { manifest, id, baseline, candidate, shown } = compared;
  const link = (field: string): string =>
    `${documentLink(manifest.runId, id, { baseline, ...(candidate !== null && { candidate }), field })}#chosen`;
  const body = html`${renderRunHead(manifest, null)}
<h1>${id}</h1>
${placesOf(compared)}
${choices(compared)}
${compared.changed && html`<p class="notice bad" role="note">The dataset has changed since: the text below is not the one that these answers were scored on.</p>`}
${answersSection(compared, { chosen, link })}
${shown === null ? html`<p class="notice" role="note">The text is not shown: the dataset of this run is gone.</p>` : sourceSection(compared, { chosen, link })}
${renderTokensSection(compared)}`;
  return renderPage({ title: `${id} of ${manifest.spec.name}`, place: '/', body, scripts: ['filters', 'document'] });
}

function placesOf({ shown, manifest, id, candidate }: ComparedDocument): Markup {
  if (shown === null) return html``;
  const { tier, layout, locale } = shown.document.truth;
  const place = [`tier ${tier}`, `layout ${layout}`, locale].join(' · ');
  return html`<p class="question">${place} · <a href="${datasetLink(shown.known.key, shown.split, id)}">in its dataset</a>${candidate !== null && html` · <a href="${flipsLink(manifest.runId, { candidate })}">all flipped fields of ${candidate}</a>`}</p>`;
}

function choices({ manifest, baseline, candidate }: ComparedDocument): Markup {
  const ids = manifest.spec.variants.map((variant) => variant.id);
  const select = (label: string, name: string, value: string | null): Markup =>
    html`<label>${label} <select name="${name}">${name === 'candidate' && html`<option value="">none</option>`}${ids.map((variant) => html`<option${variant === value && html` selected`}>${variant}</option>`)}</select></label>`;
  return html`<form class="filters" method="get" data-submits>${select('Variant', 'baseline', baseline)}${select('beside', 'candidate', candidate)}<button>Show</button></form>`;
}

interface Focus {
  chosen: string;
  link: (field: string) => string;
}

const OUTCOMES: Record<FieldScore['outcome'], string> = {
  TP: 'right',
  FD: 'wrong value',
  FN: 'missed',
  FA: 'invented',
  TN: 'rightly empty',
};
const RIGHT = new Set<FieldScore['outcome']>(['TP', 'TN']);

function answersSection({ baseline, candidate, before, after, manifest }: ComparedDocument, focus: Focus): Markup {
  const records = candidate === null ? [before] : [before, after];
  const names = candidate === null ? [baseline] : [baseline, candidate];
  const fields = manifest.fields.map((field) => ({
    field,
    scores: records.map((record) => record?.score.fields.find((score) => score.field === field) ?? null),
  }));
  return html`<section aria-labelledby="answers-title"><h2 id="answers-title">Truth and answers</h2>
${records.map((record, place) => summaryLine(names[place] ?? '', record))}
<div class="scroll" tabindex="0" role="region" aria-label="Truth and answers, field by field"><table class="stack answers"><caption class="hidden">Truth and answers, field by field</caption><thead><tr><th scope="col">Field</th><th scope="col">Printed</th>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>
${fields.map(({ field, scores }) => fieldRow(field, scores, { ...focus, names }))}</tbody></table></div>
${records.map((record, place) => linesTable(names[place] ?? '', record))}</section>`;
}

function summaryLine(name: string, record: TrialRecord | null): Markup {
  if (record === null) return html`<p class="note"><b>${name}</b>: not measured yet.</p>`;
  const { fieldAccuracy, fields, validity, failed, locale } = record.score;
  const right = fields.filter(({ outcome }) => RIGHT.has(outcome)).length;
  const form = validity.rawJson ? 'raw JSON' : validity.parsed ? 'JSON after repair' : 'no JSON';
  const notes = [
    form,
    ...(validity.schemaValid ? [] : ['not the asked keys']),
    ...(validity.truncated ? ['cut off'] : []),
    ...(locale === undefined ? [] : [`read as ${locale}`]),
  ];
  const failure = record.kind === 'failed' ? `${record.stage}: ${record.reason}` : (failed ?? null);
  return html`<p class="note"><b>${name}</b>: ${right} of ${fields.length} fields right (${percentText(fieldAccuracy)}%), ${notes.join(', ')}${failure !== null && html`. Failed: ${visibleValue(failure)}`}.</p>`;
}

function fieldRow(
  field: string,
  scores: readonly (FieldScore | null)[],
  { chosen, link, names }: Focus & { names: readonly string[] },
): Markup {
  const [first, second] = scores;
  const known = scores.find((score) => score !== null);
  const [before, after] = changedPart(first?.raw ?? null, second?.raw ?? null);
  const marked = [before, after];
  const printed = known?.printed ?? known?.truth ?? null;
  const canonical = known !== null && known !== undefined && known.truth !== null && known.truth !== printed;
  return html`<tr${field === chosen && html` class="chosen"`}><th scope="row"><a href="${link(field)}">${field}</a></th><td data-label="Printed"><span>${printed === null ? html`<i>absent</i>` : html`<bdi>${visibleValue(printed)}</bdi>`}${canonical && html`<span class="range">${visibleValue(known.truth ?? '')}</span>`}</span></td>${scores.map((score, place) => answerCell(score, names[place] ?? '', second === undefined || second === null || first === null ? null : (marked[place] ?? null)))}</tr>
`;
}

function answerCell(score: FieldScore | null, name: string, marked: Markup | null): Markup {
  if (score === null) return html`<td data-label="${name}"><i>not measured</i></td>`;
  const { raw, predicted, outcome, why, grounded } = score;
  const said = raw === null ? html`<i>nothing</i>` : (marked ?? html`<bdi>${visibleValue(raw)}</bdi>`);
  const right = RIGHT.has(outcome);
  const notes = [
    OUTCOMES[outcome],
    ...(!right && why !== undefined ? [why] : []),
    ...(grounded === false ? ['stands nowhere in the text'] : []),
  ];
  return html`<td data-label="${name}"><span>${said}${predicted !== null && predicted !== raw && html`<span class="range">${visibleValue(predicted)}</span>`}<span class="outcome${!right && html` bad`}">${right ? '✓' : '✗'} ${[...new Set(notes)].join(', ')}</span></span></td>`;
}

/** The cells of the lines, where lines were asked for. */
function linesTable(name: string, record: TrialRecord | null): Markup {
  const lines = record?.score.lines;
  if (lines === undefined) return html``;
  const { cells, exactRows, trueRows, answerRows } = lines;
  return html`<details><summary><b>Lines of ${name}</b> ${exactRows} of ${trueRows} right as a whole, ${answerRows} answered</summary><div class="scroll" tabindex="0" role="region" aria-label="Lines of ${name}"><table><caption class="hidden">Cells of the lines</caption><thead><tr><th scope="col">Line</th><th scope="col">Cell</th><th scope="col">Printed</th><th scope="col">Answer</th><th scope="col">Outcome</th></tr></thead><tbody>
${cells.map(
  ({
    field,
    raw,
    printed,
    truth,
    outcome,
    truthRow,
  }) => html`<tr><th scope="row">${truthRow === null ? 'none' : truthRow + 1}</th><td>${field}</td><td>${visibleValue(printed ?? truth ?? '–')}</td><td>${visibleValue(raw ?? '–')}</td><td>${OUTCOMES[outcome]}</td></tr>
`,
)}</tbody></table></div></details>`;
}

function sourceSection(compared: ComparedDocument, { chosen, link }: Focus): Markup {
  const { shown } = compared;
  if (shown === null) return html``;
  const papers = renderPapers(shown, { chosen, link });
  const text = renderMarkedText(shown.document.text, makeTextMarks(compared, chosen));
  return html`<section aria-labelledby="source-title"><h2 id="source-title">Document</h2>
<ul class="keys"><li><mark>a true value</mark></li><li><mark class="answer">a wrong answer, found in the text</mark></li></ul>
${papers === null ? html`${text}<p class="note">This document is text only: the text is what the model read.</p>` : html`<div class="sheet"><div>${papers}</div>${text}</div><p class="note">The model read the text. The page is drawn from the same source; boxes stand around the true values.</p>`}</section>`;
}
