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
<div data-part="list" hidden><div class="scroll" tabindex="0" role="region" aria-label="List of variants"><table class="rows"><caption class="hidden">Variants</caption><thead><tr>${['Name', 'Model or file', 'Quantization', 'Prompt', 'Pipeline'].map((label) => html`<th scope="col">${label}</th>`)}<th scope="col"><span class="hidden">Remove</span></th></tr></thead><tbody data-part="rows" data-path="variants"></tbody></table></div>
<p class="controls"><button type="button" data-do="add">Add a variant</button></p></div>
<template id="row"><tr>${cell(html`<input data-key="name" aria-label="Name" size="12" autocomplete="off" spellcheck="false">`)}${cell(html`<input data-key="model" aria-label="Model or file" list="models" size="14" autocomplete="off" spellcheck="false">`)}${cell(choice('quantization', 'Quantization', quantizations))}${cell(choice('prompt', 'Prompt', prompts))}${cell(choice('pipeline', 'Pipeline', pipelines))}<td><button type="button" data-do="remove" aria-label="Remove this variant">×</button></td></tr></template>
<datalist id="models">${models.map((model) => html`<option value="${model}"></option>`)}</datalist>
<div class="row"><label>Baseline <select name="baseline" data-path="baseline"></select></label></div>`;
}

function shape(value: string, words: string, chosen: boolean): Markup {
  return html`<label class="check"><input type="radio" name="shape" value="${value}"${chosen && html` checked`}>${words}</label>`;
}

function cell(content: Markup): Markup {
  return html`<td>${content}</td>`;
}

function choice(key: string, label: string, values: readonly string[]): Markup {
  return html`<select data-key="${key}" aria-label="${label}"><option value="">as it comes</option>${values.map((value) => html`<option>${value}</option>`)}</select>`;
}

function checks(
  title: string,
  name: string,
  { axis, values, chosen }: { axis: string; values: readonly string[]; chosen: readonly string[] },
): Markup {
  return html`<fieldset data-axis="${axis}" data-path="variants.${axis}" data-also="${axis}"><legend>${title}</legend><div class="checks">${values.map((value) => html`<label class="check"><input type="checkbox" name="${name}" value="${value}"${chosen.includes(value) && html` checked`}>${value}</label>`)}</div></fieldset>`;
}
