import { type Markup, html } from '../../report/html/html-text.ts';
import { METRIC_NAMES, metricWords } from '../../report/scoring-lines.ts';
import { renderPage } from './layout.ts';
import { type VariantChoices, renderVariants } from './new-variants.ts';

/** What the form lets one choose. */
export interface NewPageInput extends VariantChoices {
  datasets: { name: string; splits: { name: string; documents: number }[] }[];
  /** Folder that the file goes into, as seen from the working folder. */
  folder: string;
}

/** The form that builds an experiment file. Everything that it says can be changed in the text beside it. */
export function renderNewPage({ datasets, folder, ...choices }: NewPageInput): string {
  const body = html`<h1>New experiment</h1>
<p class="detail">The form writes an experiment file into <code>${folder}</code>. It is checked while you type, by the rules that <code>assay run</code> goes by; the plan says what it costs before anything starts.</p>
<form id="build" class="build" novalidate><div>
${part('What you want to know', html`<div class="row">${input({ label: 'Name', name: 'name', value: 'my-experiment', path: 'name' })}${input({ label: 'Question', name: 'question', value: 'Which variant is safe to ship?', path: 'question', wide: true })}</div>`)}
${part(
  'Documents',
  html`<div class="row"><label>Dataset <select name="dataset" data-path="dataset.name">${datasets.map(({ name, splits }) => html`<option value="${name}" data-splits="${JSON.stringify(splits)}">${name}</option>`)}<option value="">a folder of my own</option></select></label><label data-part="own-folder" hidden>Folder, from ${folder} <input name="path" data-path="dataset.path" autocomplete="off" spellcheck="false"></label><label>Split, some of one tier <input name="split" value="test" data-path="dataset.split" list="splits" size="14" autocomplete="off" spellcheck="false"></label>${input({ label: 'Documents', name: 'documents', value: '400', path: 'dataset.documents', size: 8 })}</div><datalist id="splits"></datalist>`,
)}
${part('Variants', renderVariants(choices))}
${part(
  'Decision',
  html`<div class="row">${select('Question', 'decision', 'decision.question', [
    ['non-inferiority', 'Is it not worse?'],
    ['superiority', 'Is it better?'],
  ])}${select(
    'Metric',
    'metric',
    'decision.metric',
    Object.keys(METRIC_NAMES).map((name) => [name, metricWords(name)]),
  )}${input({ label: 'Margin, points', name: 'margin', value: '2', path: 'decision.margin', size: 6 })}${input({ label: 'Broken, % at most', name: 'brokenMargin', value: '2', path: 'decision.brokenMargin', size: 6 })}</div>`,
)}
${part(
  'Run',
  html`<div class="row">${select('Stop', 'stop', 'run.stop', [
    ['fixed', 'after every document'],
    ['anytime', 'as soon as the verdict is settled'],
  ])}${select('Batches', 'determinism', 'run.determinism', [
    ['reproducible', 'the same in every run'],
    ['throughput', 'as fast as possible'],
    ['certified', 'one document at a time'],
  ])}${input({ label: 'Seed', name: 'seed', value: '7', path: 'run.seed', size: 8 })}${input({ label: 'Epochs', name: 'epochs', value: '1', path: 'run.epochs', size: 6 })}</div>`,
)}
</div>
<div class="aside"><label for="text"><b>The file</b> <span data-part="file" class="range"></span></label>
<textarea id="text" name="text" spellcheck="false" autocomplete="off" aria-describedby="check"></textarea>
<p class="note" data-part="edited" hidden>Changed by hand: the form on the left is out of use. <button type="button" data-do="reset">Back to the form</button></p>
<div id="check" class="notice" role="status" aria-live="polite" data-part="check">Checking…</div>
<p class="controls"><button type="button" data-do="plan" disabled>Plan</button><button type="button" class="main" data-do="start" disabled aria-describedby="before">Start the run</button><label class="check"><input type="checkbox" name="replace">replace the file</label></p>
<p class="note" id="before" data-part="before">Plan it first: then you know what it costs.</p>
<div data-part="plan" aria-live="polite"></div>
<div class="notice bad" role="alert" data-part="problem" hidden></div>
<div data-part="launch" aria-live="polite" hidden><p class="note" data-part="launch-words"></p><pre class="log" tabindex="0" data-part="log"></pre></div></div></form>`;
  return renderPage({ title: 'New experiment', place: '/new', body, scripts: ['new'] });
}

function part(title: string, content: Markup): Markup {
  return html`<fieldset><legend>${title}</legend>${content}</fieldset>`;
}

interface InputParts {
  label: string;
  name: string;
  value: string;
  /** Where the value stands in the file. */
  path: string;
  size?: number;
  wide?: boolean;
}

function input({ label, name, value, path, size = 24, wide = false }: InputParts): Markup {
  return html`<label${wide && html` class="wide"`}>${label} <input name="${name}" value="${value}" data-path="${path}" size="${size}" autocomplete="off" spellcheck="false"></label>`;
}

function select(label: string, name: string, path: string, options: [value: string, words: string][]): Markup {
  return html`<label>${label} <select name="${name}" data-path="${path}">${options.map(([value, words]) => html`<option value="${value}">${words}</option>`)}</select></label>`;
}
