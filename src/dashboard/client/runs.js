// Keeps the list of runs up to date.
import { part } from './token.js';

const rows = new Map(
  [...document.querySelectorAll('tr[data-run]')].map((row) => [row.getAttribute('data-run'), row]),
);

const news = new EventSource('/api/runs/events');
news.addEventListener('message', ({ data }) => {
  /** @type {{runId: string, state: string, words: string, done: number, counted: string}[]} */
  const runs = JSON.parse(data);
  // A run that the page does not show yet: the page is made anew.
  if (runs.some(({ runId }) => !rows.has(runId))) {
    location.reload();
    return;
  }
  for (const { runId, state, words, done, counted } of runs) {
    const row = rows.get(runId);
    if (row === undefined) continue;
    const shown = part(row, 'state');
    // A run that has ended has its verdicts now.
    if (state === 'complete' && !shown.classList.contains('complete')) {
      location.reload();
      return;
    }
    shown.className = `state ${state}`;
    shown.textContent = words;
    const bar = part(row, 'bar');
    bar.setAttribute('value', String(done));
    bar.hidden = state === 'complete';
    part(row, 'done').textContent = counted;
  }
});
