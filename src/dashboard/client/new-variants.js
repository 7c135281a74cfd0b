// The part of the form that says which variants there are: a sweep over what is ticked, or a list of rows.
import { part } from './token.js';

const KEYS = /** @type {const} */ (['name', 'model', 'quantization', 'prompt', 'pipeline']);
/** @typedef {Record<typeof KEYS[number], string>} Row */

/** @param {HTMLFormElement} form */
export function variantsOf(form) {
  const shape = /** @type {HTMLInputElement} */ (form.querySelector('input[name=shape]:checked')).value;
  return {
    shape,
    models: [...ticked(form, 'models'), ...filesOf(form)],
    quantizations: ticked(form, 'quantizations'),
    prompts: ticked(form, 'prompts'),
    pipelines: ticked(form, 'pipelines'),
    variants: rowsOf(form).map(({ row }) => row),
    baseline: /** @type {HTMLSelectElement} */ (form.elements.namedItem('baseline')).value,
  };
}

/**
 * Shows the shape that is chosen, and what can be the baseline of it.
 * @param {HTMLFormElement} form
 */
export function fitVariants(form) {
  const { shape, models, quantizations, prompts, pipelines, variants } = variantsOf(form);
  part(form, 'sweep').hidden = shape === 'list';
  part(form, 'list').hidden = shape === 'sweep';
  for (const [place, { controls }] of rowsOf(form).entries())
    for (const [key, control] of controls) control.dataset['path'] = `variants[${place}].${key}`;
  const axes = Object.entries({ model: models, quantization: quantizations, prompt: prompts, pipeline: pipelines });
  const able =
    shape === 'list'
      ? variants.map(({ name }) => [name, name])
      : axes.flatMap(([axis, chosen]) => (chosen.length < 2 ? [] : chosen.map((value) => [`${axis}=${value}`, `${axis} ${value}`])));
  fillSelect(/** @type {HTMLSelectElement} */ (form.elements.namedItem('baseline')), able, '');
  /** @type {HTMLSelectElement} */ (form.elements.namedItem('baseline')).disabled = able.length < 2;
}

/**
 * A new row at the end, like the last one, or as told.
 * @param {HTMLFormElement} form
 * @param {Partial<Row>} [values]
 */
export function addRow(form, values) {
  const last = rowsOf(form).at(-1)?.row;
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('row'));
  const made = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  const row = values ?? { ...last, name: `variant-${rowsOf(form).length + 1}` };
  for (const [key, control] of controlsOf(made)) control.value = row[key] ?? '';
  part(form, 'rows').append(made);
  return made;
}

/**
 * The rows that the sweep stands for, so that a list begins with what was chosen before.
 * @param {HTMLFormElement} form
 */
export function startList(form) {
  if (rowsOf(form).length > 0) return;
  const { models, quantizations, prompts, pipelines } = variantsOf(form);
  const [prompt, pipeline] = [prompts.at(0) ?? '', pipelines.at(0) ?? ''];
  for (const model of models)
    for (const quantization of quantizations.length > 0 ? quantizations : ['']) {
      const name = models.length > 1 ? `${nameOf(model)}-${quantization}` : quantization || nameOf(model);
      addRow(form, { name, model, quantization, prompt, pipeline });
    }
}

/**
 * Keeps what is chosen when it is still there.
 * @param {HTMLSelectElement} select
 * @param {string[][]} options value and text
 * @param {string} usual what is chosen when the present choice is gone
 */
export function fillSelect(select, options, usual) {
  const before = select.value;
  select.replaceChildren(...options.map(([value = '', words = '']) => new Option(words, value)));
  const has = (/** @type {string} */ value) => options.some(([option]) => option === value);
  select.value = has(before) ? before : has(usual) ? usual : (options[0]?.[0] ?? '');
}

/** @param {string} model */
function nameOf(model) {
  return (model.split(/[/\\]/).at(-1) ?? model).replace(/\.(gguf|onnx)$/, '');
}

/** @param {HTMLFormElement} form @param {string} name */
function ticked(form, name) {
  return [...form.querySelectorAll(`input[name=${name}]:checked`)].map((input) => /** @type {HTMLInputElement} */ (input).value);
}

/** @param {HTMLFormElement} form */
function filesOf(form) {
  const { value } = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem('files'));
  return value.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

/** @param {HTMLFormElement} form */
function rowsOf(form) {
  return [...part(form, 'rows').querySelectorAll('li')].map((element) => {
    const controls = controlsOf(element);
    return { controls, row: /** @type {Row} */ (Object.fromEntries(controls.map(([key, { value }]) => [key, value.trim()]))) };
  });
}

/** @param {HTMLElement} element @returns {[typeof KEYS[number], HTMLInputElement | HTMLSelectElement][]} */
function controlsOf(element) {
  return KEYS.map((key) => [key, /** @type {HTMLInputElement} */ (element.querySelector(`[data-key=${key}]`))]);
}
