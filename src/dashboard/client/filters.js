// A choice is shown at once; without this the button does it.
for (const form of document.querySelectorAll('form[data-submits]')) {
  form.querySelector('button')?.setAttribute('hidden', '');
  form.addEventListener('change', () => {
    // What is left empty stays out of the address.
    for (const select of form.querySelectorAll('select')) select.disabled = select.value === '' && select.name !== 'candidate';
    /** @type {HTMLFormElement} */ (form).requestSubmit();
  });
}
