import { type Markup, html } from '../../report/html/html-text.ts';
import { renderPage } from './layout.ts';

/** What the form lets one choose. */
export interface NewPageInput {
  datasets: { name: string; splits: { name: string; documents: number }[] }[];
  models: string[];
  quantizations: string[];
  prompts: string[];
  /** Folder that the file goes into, as seen from the working folder. */
  folder: string;
}

/** The form that builds an experiment file. Everything that it says can be changed in the text beside it. */
export function renderNewPage({ datasets, models, quantizations, prompts, folder }: NewPageInput): string {
  const body = html`<h1>New experiment</h1>
<p class="detail">The form writes an experiment file into <code>${folder}</code>. It is checked while you type, by the rules that <code>assay run</code> goes by; the plan says what it costs before anything starts.</p>
<form id="build" class="build" novalidate><div>
${part('What you want to know', html`<div class="row">${input({ label: 'Name', name: 'name', value: 'my-experiment', path: 'name' })}${input({ label: 'Question', name: 'question', value: 'Which quantization is safe to ship?', path: 'question', wide: true })}</div>`)}
${part('Documents', html`<div class="row"><label>Dataset <select name="dataset" data-path="dataset.name">${datasets.map(({ name, splits }) => html`<option value="${name}" data-splits="${JSON.stringify(splits)}">${name}</option>`)}</select></label><label>Split <select name="split" data-path="dataset.split">${datasets[0]?.splits.map(({ name }) => html`<option${name === 'test' && html` selected`}>${name}</option>`) ?? ''}</select></label>${input({ label: 'Documents', name: 'documents', value: '400', path: 'dataset.documents', size: 8 })}</div>`)}
${part(
  'Variants',
  html`<div class="row"><label>Model <select name="model" data-path="model">${models.map((model) => html`<option>${model}</option>`)}</select></label><label>Baseline <select name="baseline" data-path="baseline"></select></label></div>
${checks('Quantizations', 'quantizations', quantizations, ['F16', 'Q8_0', 'Q4_K_M'])}${checks('Prompts', 'prompts', prompts, ['verbatim-json'])}`,
)}
${part(
  'Decision',
  html`<div class="row"><label>Question <select name="decision" data-path="decision.question"><option value="non-inferiority">Is it not worse?</option><option value="superiority">Is it better?</option></select></label><label>Metric <select name="metric" data-path="decision.metric"><option value="fieldAccuracy">field accuracy</option><option value="documentExact">documents exact</option></select></label>${input({ label: 'Margin, points', name: 'margin', value: '2', path: 'decision.margin', size: 6 })}${input({ label: 'Broken, % at most', name: 'brokenMargin', value: '2', path: 'decision.brokenMargin', size: 6 })}</div>`,
)}
${part('Run', html`<div class="row">${input({ label: 'Seed', name: 'seed', value: '7', path: 'run.seed', size: 8 })}${input({ label: 'Epochs', name: 'epochs', value: '1', path: 'run.epochs', size: 6 })}</div>`)}
</div>
<div class="aside"><label for="text"><b>The file</b> <span data-part="file" class="range"></span></label>
<textarea id="text" name="text" spellcheck="false" autocomplete="off" aria-describedby="check"></textarea>
<p class="note" data-part="edited" hidden>Changed by hand: the form on the left is out of use. <button type="button" data-do="reset">Back to the form</button></p>
<div id="check" class="notice" role="status" aria-live="polite" data-part="check">Checking…</div>
<p class="controls"><button type="button" data-do="plan" disabled>Plan</button><button type="button" class="main" data-do="start" disabled>Start the run</button><label class="check"><input type="checkbox" name="replace">replace the file</label></p>
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

function checks(title: string, name: string, values: readonly string[], chosen: readonly string[]): Markup {
  return html`<fieldset><legend>${title}</legend><div class="checks" data-path="variants">${values.map((value) => html`<label class="check"><input type="checkbox" name="${name}" value="${value}"${chosen.includes(value) && html` checked`}>${value}</label>`)}</div></fieldset>`;
}
