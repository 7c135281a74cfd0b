import { type Markup, html } from '../../report/html/html-text.ts';

/** What variants may differ in. */
export interface VariantChoices {
  models: readonly string[];
  quantizations: readonly string[];
  prompts: readonly string[];
  pipelines: readonly string[];
}

/** The part of the form that says which variants there are: every combination of what is ticked, or a list, row by row. */
export function renderVariants({ models, quantizations, prompts, pipelines }: VariantChoices): Markup {
  const first = models.slice(0, 1);
  return html`<div class="row shapes" role="radiogroup" aria-label="Which variants">${shape('sweep', 'every combination of what is ticked', true)}${shape('list', 'a list, each with its own name', false)}</div>
<div data-part="sweep">
${checks('Models', 'models', { axis: 'model', values: models, chosen: first })}
<label class="more">Files of your own, one on a line <textarea name="files" rows="1" data-path="variants.model" spellcheck="false" autocomplete="off" placeholder="../models/mine-F16.gguf"></textarea></label>
${checks('Quantizations', 'quantizations', { axis: 'quantization', values: quantizations, chosen: ['F16', 'Q8_0', 'Q4_K_M'] })}
${checks('Prompts', 'prompts', { axis: 'prompt', values: prompts, chosen: ['verbatim-json'] })}
${checks('Pipelines', 'pipelines', { axis: 'pipeline', values: pipelines, chosen: ['text'] })}
</div>
<div data-part="list" hidden><ol class="variants" data-part="rows" data-path="variants"></ol>
<p class="controls"><button type="button" data-do="add">Add a variant</button></p></div>
<template id="row"><li>${named('Name', html`<input data-key="name" autocomplete="off" spellcheck="false">`)}${named('Model or file', html`<input data-key="model" list="models" autocomplete="off" spellcheck="false">`)}${choice('quantization', 'Quantization', quantizations)}${choice('prompt', 'Prompt', prompts)}${choice('pipeline', 'Pipeline', pipelines)}<button type="button" data-do="remove">Remove</button></li></template>
<datalist id="models">${models.map((model) => html`<option value="${model}"></option>`)}</datalist>
<div class="row base"><label>Baseline <select name="baseline" data-path="baseline"></select></label></div>`;
}

function shape(value: string, words: string, chosen: boolean): Markup {
  return html`<label class="check"><input type="radio" name="shape" value="${value}"${chosen && html` checked`}>${words}</label>`;
}

function named(label: string, control: Markup): Markup {
  return html`<label>${label} ${control}</label>`;
}

function choice(key: string, label: string, values: readonly string[]): Markup {
  return named(
    label,
    html`<select data-key="${key}"><option value="">as it comes</option>${values.map((value) => html`<option>${value}</option>`)}</select>`,
  );
}

function checks(
  title: string,
  name: string,
  { axis, values, chosen }: { axis: string; values: readonly string[]; chosen: readonly string[] },
): Markup {
  return html`<fieldset data-axis="${axis}" data-path="variants.${axis}" data-also="${axis}"><legend>${title}</legend><div class="checks">${values.map((value) => html`<label class="check"><input type="checkbox" name="${name}" value="${value}"${chosen.includes(value) && html` checked`}>${value}</label>`)}</div></fieldset>`;
}
