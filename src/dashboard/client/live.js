// Keeps the progress of a run up to date, and asks it to pause, to go on and to end.
import { part, post, showProblem } from './token.js';

const section = /** @type {HTMLElement} */ (document.getElementById('live'));
const path = `/api/runs/${encodeURIComponent(section.dataset['run'] ?? '')}`;
const LIVE = new Set(['running', 'pausing', 'paused', 'cancelling']);

/**
 * @typedef {{state: string, words: string, note: string, done: number, counted: string, eta: string,
 *   variants: {id: string, done: number, texts: Record<string, string>}[]}} View
 */

/** @param {View} view */
function show(view) {
  if (view.state === 'complete') {
    location.reload();
    return;
  }
  const state = part(section, 'state');
  state.className = `state ${view.state}`;
  setText(state, view.words);
  setText(part(section, 'counted'), view.counted);
  setText(part(section, 'eta'), view.eta);
  setText(part(section, 'note'), view.note);
  part(section, 'bar').setAttribute('value', String(view.done));
  for (const { id, done, texts } of view.variants) {
    const row = [...section.querySelectorAll('tr[data-variant]')].find((one) => one.getAttribute('data-variant') === id);
    if (row === undefined) continue;
    part(row, 'bar').setAttribute('value', String(done));
    for (const [name, text] of Object.entries(texts)) setText(part(row, name), text);
  }
  const live = LIVE.has(view.state);
  const held = view.state === 'paused' || view.state === 'pausing';
  hide('pause', !live || held || view.state === 'cancelling');
  hide('continue', !held);
  hide('cancel', !live || view.state === 'cancelling');
  hide('resume', live);
}

/** A text that is set again is announced again: only what changed is set.
 * @param {HTMLElement} element
 * @param {string} text
 */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {string} ask
 * @param {boolean} hidden
 */
function hide(ask, hidden) {
  const button = section.querySelector(`button[data-ask="${ask}"]`);
  if (!(button instanceof HTMLElement) || button.hidden === hidden) return;
  const focused = document.activeElement === button;
  button.hidden = hidden;
  // The keyboard stays where it was when its button gives way to another.
  if (focused) /** @type {HTMLElement | null} */ (section.querySelector('button[data-ask]:not([hidden])'))?.focus();
}

new EventSource(`${path}/events`).addEventListener('message', ({ data }) => show(JSON.parse(data)));

section.addEventListener('click', (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest('button[data-ask]');
  if (button instanceof HTMLButtonElement) void ask(button);
});

/** @param {HTMLButtonElement} button */
async function ask(button) {
  const problem = part(section, 'problem');
  problem.hidden = true;
  button.disabled = true;
  try {
    const answer = await post(`${path}/${button.dataset['ask']}`);
    if (answer.launch !== undefined) await followLaunch(answer.launch, problem);
    else show(answer);
  } catch (error) {
    showProblem(problem, error);
  } finally {
    button.disabled = false;
  }
}

/**
 * Waits until the started process writes the run; its last words where it ends before.
 * @param {string} launch
 * @param {HTMLElement} problem
 */
async function followLaunch(launch, problem) {
  for (;;) {
    const { state, log } = await (await fetch(`/api/launches/${launch}`)).json();
    if (state === 'running') return;
    if (state === 'ended') {
      showProblem(problem, new Error(log));
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
