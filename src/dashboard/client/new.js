// The form that builds an experiment: its values become a file, which is checked while one types.
import { part, post, showProblem } from './token.js';

const form = /** @type {HTMLFormElement} */ (document.getElementById('build'));
const text = /** @type {HTMLTextAreaElement} */ (document.getElementById('text'));
const DELAY_MS = 250;
/** Whether the text was changed by hand: then the form no longer writes it. */
let edited = false;
let newest = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement | HTMLSelectElement} */ (form.elements.namedItem(name));
/** @param {string} name */
const chosen = (name) =>
  [...form.querySelectorAll(`input[name=${name}]:checked`)].map((input) => /** @type {HTMLInputElement} */ (input).value);
/** @param {string} name */
const button = (name) => /** @type {HTMLButtonElement} */ (form.querySelector(`button[data-do="${name}"]`));

const TEXTS = ['name', 'question', 'dataset', 'split', 'documents', 'model', 'baseline', 'decision', 'metric', 'margin'];

function values() {
  const texts = [...TEXTS, 'brokenMargin', 'seed', 'epochs'].map((name) => [name, field(name).value]);
  return { ...Object.fromEntries(texts), quantizations: chosen('quantizations'), prompts: chosen('prompts') };
}

/** The splits of the chosen dataset, and the variants that can be the baseline. */
function fitChoices() {
  const dataset = /** @type {HTMLSelectElement} */ (field('dataset'));
  /** @type {{name: string, documents: number}[]} */
  const splits = JSON.parse(dataset.selectedOptions[0]?.dataset['splits'] ?? '[]');
  fill('split', splits.map(({ name, documents }) => [name, `${name} (${documents})`]), 'test');
  const [quantizations, prompts] = [chosen('quantizations'), chosen('prompts')];
  const able = quantizations.length > 1 ? quantizations : prompts.length > 1 ? prompts : [];
  fill('baseline', able.map((value) => [value, value]), able[0] ?? '');
  field('baseline').disabled = able.length === 0;
}

/**
 * @param {string} name
 * @param {string[][]} options value and text
 * @param {string} usual what is chosen when the present choice is gone
 */
function fill(name, options, usual) {
  const select = /** @type {HTMLSelectElement} */ (field(name));
  const before = select.value;
  select.replaceChildren(...options.map(([value = '', words = '']) => new Option(words, value)));
  const has = (/** @type {string} */ value) => options.some(([option]) => option === value);
  select.value = has(before) ? before : has(usual) ? usual : (options[0]?.[0] ?? '');
}

function checkSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => void check(), DELAY_MS);
}

async function check() {
  const mine = (newest += 1);
  try {
    const answer = await post('/api/drafts/check', edited ? { text: text.value } : { values: values() });
    // A later check is under way: its answer is the one to show.
    if (mine !== newest) return;
    if (!edited) text.value = answer.text;
    show(answer);
  } catch (error) {
    if (mine === newest) showCheck(/** @type {Error} */ (error).message, 'bad');
  }
}

/** @param {{file: string, problem: null | {message: string, hint: string | null, path: string}, facts: null | {variants: string[], documents: number, trials: number}}} answer */
function show({ file, problem, facts }) {
  part(form, 'file').textContent = file;
  for (const control of form.querySelectorAll('[data-path]')) {
    const at = control.getAttribute('data-path') ?? '';
    const wrong = problem !== null && problem.path !== '' && (problem.path === at || problem.path.startsWith(`${at}.`) || problem.path.startsWith(`${at}[`));
    if (wrong) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  }
  button('plan').disabled = problem !== null;
  button('start').disabled = problem !== null;
  if (problem !== null) showCheck(problem.hint === null ? problem.message : `${problem.message}. ${problem.hint}`, 'bad');
  else if (facts !== null) {
    const { variants, documents, trials } = facts;
    showCheck(`It holds: ${variants.length} ${variants.length === 1 ? 'variant' : 'variants'} (${variants.join(', ')}), ${documents} documents, ${trials} trials.`, 'good');
  }
}

/**
 * @param {string} words
 * @param {'good' | 'bad'} tone
 */
function showCheck(words, tone) {
  const place = part(form, 'check');
  place.className = `notice ${tone}`;
  if (place.textContent !== words) place.textContent = words;
}

/** @param {string} what */
async function act(what) {
  const problem = part(form, 'problem');
  problem.hidden = true;
  for (const name of ['plan', 'start']) button(name).disabled = true;
  const replace = /** @type {HTMLInputElement} */ (field('replace')).checked;
  try {
    if (what === 'plan') {
      part(form, 'plan').textContent = 'Planning: the prompts are counted…';
      showPlan(await post('/api/drafts/plan', { text: text.value, replace }));
    } else {
      const { launch } = await post('/api/drafts/start', { text: text.value, replace });
      await follow(launch);
    }
  } catch (error) {
    if (what === 'plan') part(form, 'plan').textContent = '';
    showProblem(problem, error);
  } finally {
    for (const name of ['plan', 'start']) button(name).disabled = false;
  }
}

/** @param {{file: string, lines: {label: string, text: string}[], warnings: string[]}} plan */
function showPlan({ file, lines, warnings }) {
  const list = document.createElement('dl');
  list.className = 'method';
  for (const { label, text: words } of lines) {
    const row = document.createElement('div');
    const [term, said] = [document.createElement('dt'), document.createElement('dd')];
    term.textContent = label;
    said.textContent = words;
    row.append(term, said);
    list.append(row);
  }
  const saved = document.createElement('p');
  saved.className = 'note';
  saved.textContent = `Written to ${file}.`;
  const notices = warnings.map((words) => {
    const notice = document.createElement('p');
    notice.className = 'notice bad';
    notice.textContent = words;
    return notice;
  });
  part(form, 'plan').replaceChildren(list, ...notices, saved);
}

/** @param {string} launch */
async function follow(launch) {
  part(form, 'launch').hidden = false;
  for (;;) {
    const { state, runId, exitCode, log } = await (await fetch(`/api/launches/${launch}`)).json();
    part(form, 'log').textContent = log;
    if (runId !== null) {
      location.assign(`/runs/${encodeURIComponent(runId)}`);
      return;
    }
    if (state === 'ended') {
      part(form, 'launch-words').textContent = `It ended with code ${exitCode} before it had a run:`;
      return;
    }
    part(form, 'launch-words').textContent = 'Starting: models are made where they are missing, and prompts are counted.';
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

form.addEventListener('input', ({ target }) => {
  if (target === text) {
    edited = true;
    part(form, 'edited').hidden = false;
  } else if (edited) return;
  else fitChoices();
  checkSoon();
});
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('click', ({ target }) => {
  const what = /** @type {HTMLElement} */ (target).closest('button')?.dataset['do'];
  if (what === 'reset') {
    edited = false;
    part(form, 'edited').hidden = true;
    checkSoon();
  } else if (what !== undefined) void act(what);
});

fitChoices();
void check();
