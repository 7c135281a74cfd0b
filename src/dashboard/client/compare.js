// An empty place is no candidate: it stays out of the address.
const form = document.getElementById('compare');
form?.addEventListener('submit', () => {
  for (const input of form.querySelectorAll('input[name=run]'))
    if (input instanceof HTMLInputElement) input.disabled = input.value.trim() === '';
});

// The last place that is filled opens another one.
form?.addEventListener('change', () => {
  const inputs = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input[name=run]')]);
  const last = inputs.at(-1);
  if (last === undefined || last.value.trim() === '') return;
  const label = /** @type {HTMLElement} */ (last.closest('label')?.cloneNode(true));
  const input = /** @type {HTMLInputElement} */ (label.querySelector('input'));
  input.value = '';
  if (label.firstChild !== null) label.firstChild.textContent = `Candidate ${inputs.length} `;
  last.closest('label')?.after(label);
});
