/** Filters the flipped fields; without it every row is simply shown. */
export const PAGE_SCRIPT = `
const form = document.getElementById('filters');
const groups = [...document.querySelectorAll('details.flips')];
if (form) {
  form.hidden = false;
  const show = () => {
    const { candidate, kind, field } = Object.fromEntries(new FormData(form));
    const filtered = candidate !== '' || kind !== '' || field !== '';
    let visible = 0;
    for (const group of groups) {
      let matches = 0;
      for (const row of group.querySelectorAll('tbody tr')) {
        row.hidden = (kind !== '' && row.dataset.kind !== kind) || (field !== '' && row.dataset.field !== field);
        if (!row.hidden) matches += 1;
      }
      group.hidden = (candidate !== '' && group.dataset.candidate !== candidate) || matches === 0;
      group.querySelector('.shown').textContent = matches + ' shown';
      if (!group.hidden) visible += matches;
      if (filtered) group.open = !group.hidden;
    }
    form.querySelector('output').textContent = filtered ? visible + (visible === 1 ? ' field' : ' fields') : '';
  };
  form.addEventListener('change', show);
  form.addEventListener('submit', (event) => event.preventDefault());
  show();
}
addEventListener('beforeprint', () => { for (const details of document.querySelectorAll('details:not(.flips)')) details.open = true; });
`;
