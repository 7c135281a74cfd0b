// The token for changes comes in the address that `assay serve` printed, behind the `#`: no server and no log ever sees it.
const KEY = 'assay-token';

const given = /^#token=([0-9a-f]{16,128})$/.exec(location.hash);
if (given?.[1] !== undefined) {
  localStorage.setItem(KEY, given[1]);
  history.replaceState(null, '', location.pathname + location.search);
}

/**
 * Sends a change and gives its answer.
 * @param {string} path
 * @param {object} body
 * @returns {Promise<any>} rejects with an `Error` whose message and `hint` are for people
 */
export async function post(path, body = {}) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-assay-token': localStorage.getItem(KEY) ?? '' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.error.message), { hint: answer.error.hint, code: answer.error.code });
}

/**
 * The part of an element that is called so.
 * @param {ParentNode} within
 * @param {string} name
 * @returns {HTMLElement}
 */
export function part(within, name) {
  const found = within.querySelector(`[data-part="${name}"]`);
  if (!(found instanceof HTMLElement)) throw new Error(`the page has no part ${name}`);
  return found;
}

/**
 * Shows a mistake where the page has a place for it.
 * @param {HTMLElement} place
 * @param {unknown} error
 */
export function showProblem(place, error) {
  const { message, hint } = /** @type {Error & {hint?: string | null}} */ (error);
  place.textContent = hint ? `${message} ${hint}` : message;
  place.hidden = false;
}
