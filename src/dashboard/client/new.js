// The form that builds an experiment: its values become a file, which is checked while one types.
import { addRow, fitVariants, startList, variantsOf } from './new-variants.js';
import { part, post, showProblem } from './token.js';

const form = /** @type {HTMLFormElement} */ (document.getElementById('build'));
const text = /** @type {HTMLTextAreaElement} */ (document.getElementById('text'));
const DELAY_MS = 250;
/** Whether the text was changed by hand: then the form no longer writes it. */
let edited = false;
let newest = 0;
/** The text that was planned last: only that one can be started. */
let planned = '';
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement | HTMLSelectElement} */ (form.elements.namedItem(name));
/** @param {string} name */
const button = (name) => /** @type {HTMLButtonElement} */ (form.querySelector(`button[data-do="${name}"]`));

const TEXTS = ['name', 'question', 'dataset', 'path', 'split', 'documents', 'decision', 'metric', 'margin', 'brokenMargin'];

function values() {
  const texts = [...TEXTS, 'seed', 'epochs', 'stop', 'determinism'].map((name) => [name, field(name).value]);
  return { ...Object.fromEntries(texts), ...variantsOf(form) };
}

/** The splits of the chosen dataset, and the variants that can be the baseline. */
function fitChoices() {
  const dataset = /** @type {HTMLSelectElement} */ (field('dataset'));
  /** @type {{name: string, documents: number}[]} */
  const splits = JSON.parse(dataset.selectedOptions[0]?.dataset['splits'] ?? '[]');
  document.getElementById('splits')?.replaceChildren(...splits.map(({ name, documents }) => new Option(`${name} (${documents})`, name)));
  part(form, 'own-folder').hidden = dataset.value !== '';
  if (dataset.value !== '') field('path').value = '';
  fitVariants(form);
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
    const places = [control.getAttribute('data-path') ?? '', control.getAttribute('data-also') ?? ''].filter((place) => place !== '');
    // A file of one's own stands in the row's place for a model.
    const path = (problem?.path ?? '').replace(/\]\.file$/, '].model');
    const wrong = places.some((at) => path === at || path.startsWith(`${at}.`) || path.startsWith(`${at}[`));
    if (wrong) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  }
  button('plan').disabled = problem !== null;
  letStart();
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

/** What was not planned as it stands cannot be started: its cost is not known. */
function letStart() {
  const known = planned !== '' && planned === text.value;
  button('start').disabled = !known;
  part(form, 'before').hidden = known;
  if (!known) part(form, 'plan').replaceChildren();
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
      const asked = text.value;
      const plan = await post('/api/drafts/plan', { text: asked, replace });
      planned = asked;
      showPlan(plan);
    } else {
      const { launch } = await post('/api/drafts/start', { text: text.value, replace });
      await follow(launch);
    }
  } catch (error) {
    if (what === 'plan') part(form, 'plan').textContent = '';
    showProblem(problem, error);
  } finally {
    button('plan').disabled = false;
    letStart();
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
  if (target !== field('replace')) button('start').disabled = true;
  if (target === text) {
    edited = true;
    part(form, 'edited').hidden = false;
  } else if (edited) return;
  else {
    if (/** @type {HTMLInputElement} */ (target).value === 'list') startList(form);
    fitChoices();
  }
  checkSoon();
});
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('click', ({ target }) => {
  const what = /** @type {HTMLElement} */ (target).closest('button')?.dataset['do'];
  if (what === 'reset') {
    edited = false;
    part(form, 'edited').hidden = true;
    checkSoon();
  } else if (what === 'add' || what === 'remove') {
    const row = /** @type {HTMLElement} */ (target).closest('li');
    const next = what === 'add' ? addRow(form) : /** @type {HTMLElement | null} */ (row?.nextElementSibling ?? row?.previousElementSibling);
    if (what === 'remove') row?.remove();
    // The keyboard stays where the list changed.
    (next?.querySelector('input') ?? button('add')).focus();
    fitChoices();
    if (!edited) checkSoon();
  } else if (what !== undefined) void act(what);
});

fitChoices();
void check();
